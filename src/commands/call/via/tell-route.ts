import type { PodName } from "../../../cli/pod-name.ts";
import type { Run, Shown } from "../run-of.ts";
import { routeText } from "../views/route.ts";
import { tell } from "../views/tell.ts";
import type { RouteFact, RouteTaken } from "./route-fact.ts";

/** Records and tells how the pods of a run are chosen. `pod` is the one that its one connection got; null where there are many. */
export async function takeRoute(
	run: Run,
	route: RouteFact,
	pod: PodName | null,
): Promise<void> {
	const taken: RouteTaken = { kind: "route", route, pod };
	await run.recorder?.write(taken);
	tellRoute(run, taken);
}

/** Tells on stderr how the pods of a run are chosen, or were. */
export function tellRoute(run: Shown, { route, pod }: RouteTaken): void {
	if (route.found === "selector")
		tell(
			run,
			`svc/${route.service} is the only Service that selects these pods`,
		);
	const then =
		pod === null
			? "each call gets a connection of its own"
			: `this connection got pod/${pod.name}`;
	tell(run, `${routeText(route)}; ${then}`);
}
