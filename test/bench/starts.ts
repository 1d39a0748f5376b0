// Compares starts of the plugin with those of kubectl.
import type { Fleet } from "./fleet.ts";
import { pairRow, type Row } from "./pair.ts";
import { PLUGIN } from "./plugin.ts";

/** Starts are short, so a difference shows only in more of them. */
export const START_PAIRS = 20;

/** Measures commands that people type often against the same of kubectl. */
export async function starts({
	namespace,
	pods,
}: Fleet): Promise<readonly Row[]> {
	const [pod = ""] = pods;
	const there = ["-n", namespace, pod];
	const rows = [
		[
			"version --client, against kubectl's",
			["version", "--client"],
			["version", "--client"],
			1.25,
		],
		["--help, against kubectl's", ["--help"], ["--help"], 1.25],
		[
			"completion bash, against kubectl's",
			["completion", "bash"],
			["completion", "bash"],
			1.25,
		],
		[
			"health of one pod, against kubectl get pod",
			["get", "pod", ...there],
			["health", ...there],
			0.67,
		],
	] as const;
	const measured: Row[] = [];
	for (const [what, theirs, ours, mark] of rows)
		measured.push(
			await pairRow(
				what,
				["kubectl", ...theirs],
				[...PLUGIN, ...ours],
				`${mark} or more`,
				START_PAIRS,
			),
		);
	return measured;
}
