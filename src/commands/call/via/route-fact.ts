import type { PodName } from "../../../cli/pod-name.ts";
import type { ServiceRoute } from "../../../kubernetes/targets/endpoints/service-route.ts";

/** What is told of the way through a Service. Plain JSON. */
export type RouteFact = Omit<ServiceRoute, "endpoints"> & {
	/** How many there are to choose from. */
	readonly endpoints: number;
	/** The port of a headless Service, which nothing translates, and the one to dial; null where they are the same. */
	readonly untranslated: {
		readonly port: number;
		readonly targetPort: number;
	} | null;
	/** `selector`: it is the only Service that selects the pods of the target. */
	readonly found: "name" | "selector";
};

/** The way through a Service that a run takes, and the pod that its one connection got; null where there are many. */
export type RouteTaken = {
	readonly kind: "route";
	readonly route: RouteFact;
	readonly pod: PodName | null;
};

/** A route as it is told. */
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
