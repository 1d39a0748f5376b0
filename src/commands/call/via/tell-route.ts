import type { Shown } from "../run-of.ts";
import { routeText } from "../views/route.ts";
import { tell } from "../views/tell.ts";
import type { RouteTaken } from "./route-fact.ts";

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
