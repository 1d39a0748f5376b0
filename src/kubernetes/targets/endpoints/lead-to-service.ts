import { PluginError } from "../../../errors.ts";
import { listed } from "../../../listed.ts";
import type { ApiClient } from "../../api.ts";
import {
	type ServiceObject,
	serviceObject,
} from "../../objects/service-object.ts";
import type { PodQuery, PodTarget, WorkloadArgument } from "../../target.ts";
import { collectionPath, kindOfTarget } from "../kinds.ts";
import { mapSelects } from "../label-selector.ts";
import { serviceFrom } from "../port/service.ts";
import { resolvePods } from "../resolve-pods.ts";

/** A Service, and whether the target names it or it selects the target's pods. */
type LedToService = {
	readonly service: WorkloadArgument;
	readonly by: "name" | "selector";
};

const SERVICE = kindOfTarget({ resource: "services", group: undefined });

/**
 * Returns the Service that a target names, or the only Service that selects all of its pods.
 * @throws PluginError `target` where there is none, or more than one, and what resolving the pods throws
 */
export async function leadToService(
	api: ApiClient,
	query: PodQuery,
	{ signal }: { readonly signal: AbortSignal },
): Promise<LedToService> {
	const [target, ...others] = query.targets;
	if (target === undefined || others.length > 0)
		throw new PluginError("target", "--via service takes one target", {
			hint: ["name the Service: svc/NAME"],
		});
	if (kindOfTarget(target) === SERVICE) return { service: target, by: "name" };
	const path = collectionPath(SERVICE, query.namespace);
	const [pods, services] = await Promise.all([
		resolvePods(api, query, { signal }),
		api.list(path, serviceObject, { signal }),
	]);
	const name = onlyServiceOf(pods, services);
	return {
		service: { ...target, resource: SERVICE.resource, group: undefined, name },
		by: "selector",
	};
}

function onlyServiceOf(
	pods: readonly PodTarget[],
	services: readonly ServiceObject[],
): string {
	const origin = pods[0]?.origin ?? "the target";
	const names = services
		.map(serviceFrom)
		.filter(({ selector }) =>
			pods.every(({ pod }) => mapSelects(selector, pod.labels)),
		)
		.map(({ name }) => name);
	const [name, ...others] = names;
	if (name === undefined)
		throw new PluginError(
			"target",
			`no Service selects the pods of ${origin}`,
			{
				hint: ["kubectl get services -o wide lists them with their selectors"],
			},
		);
	if (others.length > 0)
		throw new PluginError(
			"target",
			`several Services select the pods of ${origin}: ${listed(names)}`,
			{ hint: [`name one: svc/${name}`] },
		);
	return name;
}
