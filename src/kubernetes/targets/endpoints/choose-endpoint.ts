import type { PodTarget } from "../../target.ts";
import type { ServiceRoute } from "./service-route.ts";

/** Chooses the endpoint of a new connection. */
type ChooseEndpoint = (
	route: Pick<ServiceRoute, "endpoints" | "affinity">,
) => PodTarget;

/**
 * Gives what chooses for one client: any endpoint with the same chance, as iptables' `statistic` module has it for kube-proxy; with
 * session affinity the one that the client got before, as long as there is one.
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
