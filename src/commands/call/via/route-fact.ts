import type { PodName } from "../../../cli/pod-name.ts";
import type { ServiceRoute } from "../../../kubernetes/targets/endpoints/service-route.ts";

/** What is printed and recorded of the route through a Service. Plain JSON. */
export type RouteFact = Omit<ServiceRoute, "endpoints"> & {
	/** The number of endpoints to choose from. */
	readonly endpoints: number;
	/** The port of a headless Service, which nothing translates, and the port to dial. Null if they are the same. */
	readonly untranslated: {
		readonly port: number;
		readonly targetPort: number;
	} | null;
	/** `selector`: the Service was found because it is the only one that selects the target's pods. */
	readonly found: "name" | "selector";
};

/** The route of a run through a Service, and the pod of its only connection; null if there are many connections. */
export type RouteTaken = {
	readonly kind: "route";
	readonly route: RouteFact;
	readonly pod: PodName | null;
};

/** Returns a route in the form that is printed and recorded. */
export function routeFact(
	{ endpoints, ...route }: ServiceRoute,
	found: RouteFact["found"],
): RouteFact {
	const [untranslated = null] = endpoints
		.flatMap(({ port }) => (port.kind === "chosen" ? port.notes : []))
		.flatMap((note) =>
			note.kind === "headless-target-port"
				? [{ port: note.port, targetPort: note.targetPort }]
				: [],
		);
	return { ...route, endpoints: endpoints.length, untranslated, found };
}
