import type { PodName } from "../../../cli/pod-name.ts";
import type { Run, Shown } from "../run-of.ts";
import { printNote } from "../views/print-note.ts";
import { routeText } from "../views/route.ts";
import type { RouteFact, RouteTaken } from "./route-fact.ts";

/**
 * Records how the pods of a run are chosen, and prints it on stderr. `pod` is the pod of the only connection; null if there are many.
 */
export async function recordRoute(
	run: Run,
	route: RouteFact,
	pod: PodName | null,
): Promise<void> {
	const taken: RouteTaken = { kind: "route", route, pod };
	await run.recorder?.write(taken);
	printRoute(run, taken);
}

/** Prints on stderr how the pods of a run, live or recorded, are chosen. */
export function printRoute(run: Shown, { route, pod }: RouteTaken): void {
	if (route.found === "selector")
		printNote(
			run,
			`svc/${route.service} is the only Service that selects these pods`,
		);
	const then =
		pod === null
			? "each call gets a connection of its own"
			: `this connection got pod/${pod.name}`;
	printNote(run, `${routeText(route)}; ${then}`);
}
