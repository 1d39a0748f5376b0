import type { PodTarget } from "../../target.ts";
import type { ServiceRoute } from "./service-route.ts";

/** Chooses the endpoint of a new connection. */
type ChooseEndpoint = (
	route: Pick<ServiceRoute, "endpoints" | "affinity">,
) => PodTarget;

/**
 * Returns the function that chooses endpoints for one client. Each endpoint has the same chance, as with iptables' `statistic` module
 * in kube-proxy. With session affinity the client keeps its endpoint, as long as that exists.
 * @param random from 0 up to, not including, 1
 */
export function endpointChooser(
	random: () => number = Math.random,
): ChooseEndpoint {
	let before: string | undefined;
	return ({ endpoints, affinity }) => {
		const kept =
			affinity === "client-ip"
				? endpoints.find(({ pod }) => pod.name === before)
				: undefined;
		const chosen = kept ?? endpoints[Math.floor(random() * endpoints.length)];
		if (chosen === undefined) throw new TypeError("no endpoint to choose from");
		before = chosen.pod.name;
		return chosen;
	};
}
