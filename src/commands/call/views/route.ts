import { listed } from "../../../listed.ts";
import { counted } from "../../../render/prose.ts";
import type { RouteFact } from "../via/route-fact.ts";

/**
 * Returns a sentence about how a client of the Service would reach an endpoint, and what the choice here leaves out. The choice
 * here is a model, and the sentence says so.
 */
export function routeText(route: RouteFact): string {
	const { service, addresses, affinity, notModelled } = route;
	const notes = [
		...portNote(route),
		...(affinity === "client-ip"
			? ["sessionAffinity ClientIP keeps a client at it"]
			: []),
		...(addresses > 0
			? [
					addresses === 1
						? "besides 1 address that is no pod"
						: `besides ${addresses} addresses that are no pods`,
				]
			: []),
		...(notModelled.length > 0 ? [`${listed(notModelled)} not modelled`] : []),
	];
	const aside = notes.length > 0 ? ` (${notes.join("; ")})` : "";
	return `via service ${service}: ${chooserText(route)}${aside}`;
}

function chooserText({ addressing, standing, endpoints }: RouteFact): string {
	if (addressing === "headless")
		return `headless, so DNS would give a client ${counted(endpoints, "address", "addresses")}, and its resolver choose`;
	if (standing === "terminating")
		return `none is ready, so kube-proxy would choose among ${counted(endpoints, "endpoint")} that are terminating and still serve`;
	return endpoints === 1
		? "kube-proxy would choose its only endpoint"
		: `kube-proxy would choose one of ${endpoints} endpoints`;
}

/** A client of a headless Service dials the pods itself, at the port that it was given. */
function portNote({ untranslated }: RouteFact): readonly string[] {
	if (untranslated === null) return [];
	const { port, targetPort } = untranslated;
	return [
		`nothing translates its port ${port}: a client has to dial ${targetPort}`,
	];
}
