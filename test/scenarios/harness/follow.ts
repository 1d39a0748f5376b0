import { onTestFinished } from "vitest";
import type { HealthChange } from "../../../src/commands/health/health-change.ts";
import type { TestCluster } from "./cluster.ts";
import type { Running } from "./plugin.ts";
import { parseResult } from "./schema.ts";

/** Starts a watch that prints JSON lines. It ends with the test. */
export function follow(
	cluster: TestCluster,
	...args: readonly string[]
): Running {
	const watch = cluster.start(["health", ...args, "--watch", "-o", "json"]);
	onTestFinished(() => watch[Symbol.asyncDispose]());
	return watch;
}

/** Waits for a change with these fields and returns it. */
export async function change(
	watch: Running,
	wanted: Partial<HealthChange>,
): Promise<HealthChange> {
	const matches = (line: string) => {
		const seen: Record<string, unknown> = JSON.parse(line);
		return Object.entries(wanted).every(([key, value]) => seen[key] === value);
	};
	return parseResult<HealthChange>("HealthChange", await watch.line(matches));
}
