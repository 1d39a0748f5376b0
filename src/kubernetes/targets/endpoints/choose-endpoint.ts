import type { PodTarget } from "../../target.ts";
import type { ServiceRoute } from "./service-route.ts";

/**
 * Gives the function that chooses the endpoint of each new connection: any with the same chance, as iptables' `statistic` module has
 * it for kube-proxy; with session affinity the one that this client got first.
 * @param random from 0 up to, not including, 1
 */
export function endpointChooser(
	{ endpoints, affinity }: Pick<ServiceRoute, "endpoints" | "affinity">,
	random: () => number = Math.random,
): () => PodTarget {
	const [first] = endpoints;
	if (first === undefined) throw new TypeError("no endpoint to choose from");
	const choose = () =>
		endpoints[Math.floor(random() * endpoints.length)] ?? first;
	if (affinity === "none") return choose;
	const kept = choose();
	return () => kept;
}
