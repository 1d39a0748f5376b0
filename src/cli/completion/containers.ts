import type { Container } from "../../kubernetes/pod.ts";
import { resolvePods } from "../../kubernetes/targets/resolve-pods.ts";
import { aimOf } from "../pods.ts";
import { TARGET_FLAGS } from "../target-flags.ts";
import type { Candidate, Completer, CompletionRequest } from "./completer.ts";

/** The TCP ports that the chosen pods declare, by name and by number. */
export const completePort: Completer = async (request) => {
	const { container } = await request.flagsOf(TARGET_FLAGS);
	const containers = (await containersOf(request)).filter(
		({ name }) => container === undefined || name === container,
	);
	return unique(containers.flatMap(portsOf));
};

/** The containers of the chosen pods. */
export const completeContainer: Completer = async (request) =>
	unique(
		(await containersOf(request)).map(({ name, image }) => ({
			value: name,
			description: image,
		})),
	);

function portsOf({ name: container, ports }: Container): readonly Candidate[] {
	return ports
		.filter(({ protocol }) => protocol === "TCP")
		.flatMap(({ name, port }) => [
			...(name === undefined
				? []
				: [{ value: name, description: `${port} of ${container}` }]),
			{
				value: String(port),
				description: `${name ?? "unnamed"}, of ${container}`,
			},
		]);
}

/** Pods are chosen as the command itself will: by targets, by selectors, or by evidence of gRPC. @throws PluginError */
async function containersOf({
	words,
	flagsOf,
	reach,
	signal,
}: CompletionRequest): Promise<readonly Container[]> {
	const flags = {
		...(await flagsOf(TARGET_FLAGS)),
		port: undefined,
		container: undefined,
	};
	const { cluster, api } = await reach();
	try {
		const aim = await aimOf(words, flags, async () => cluster.namespace);
		if (aim.kind === "endpoints") return [];
		const targets = await resolvePods(api, aim.query, { signal });
		return targets.flatMap(({ pod }) => pod.containers);
	} finally {
		cluster.close();
	}
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
	return [
		...new Map(
			candidates.map((candidate) => [candidate.value, candidate]),
		).values(),
	];
}
