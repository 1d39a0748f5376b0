import type { ServiceRoute } from "../../../kubernetes/targets/endpoints/service-route.ts";
import { counted, listed } from "../../../render/prose.ts";

/** What would choose among a Service's endpoints, and what of it is left out here: the choice is a model, and says so. */
export function routeText(route: ServiceRoute): string {
	const { service, addresses, affinity, notModelled } = route;
	const notes = [
		...portNotes(route),
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

function chooserText({
	addressing,
	standing,
	endpoints,
}: ServiceRoute): string {
	const { length } = endpoints;
	if (addressing === "headless")
		return `headless, so DNS would give a client ${counted(length, "address", "addresses")}, and its resolver choose`;
	if (standing === "terminating")
		return `none is ready, so kube-proxy would choose among ${counted(length, "endpoint")} that are terminating and still serve`;
	return length === 1
		? "kube-proxy would choose its only endpoint"
		: `kube-proxy would choose one of ${length} endpoints`;
}

/** A client of a headless Service dials pods itself, at the port that it was told. */
function portNotes({ endpoints }: ServiceRoute): readonly string[] {
	const notes = endpoints
		.flatMap(({ port }) => (port.kind === "chosen" ? port.notes : []))
		.flatMap((note) =>
			note.kind === "headless-target-port"
				? [
						`nothing translates its port ${note.port}: a client has to dial ${note.targetPort}`,
					]
				: [],
		);
	return notes.slice(0, 1);
}
