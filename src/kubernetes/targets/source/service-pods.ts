import { isDeepStrictEqual } from "node:util";
import type { V1Service } from "@kubernetes/client-node";
import { PluginError } from "../../../errors.ts";
import { hostPort } from "../../../host-port.ts";
import type { WorkloadArgument } from "../../target.ts";
import { slicesOf } from "../endpoints/slices.ts";
import { kindOfTarget } from "../kinds.ts";
import { mapSelectorText } from "../label-selector.ts";
import { serviceFrom } from "../port/service.ts";
import { noPods } from "./no-pods.ts";
import {
	acceptAnyPort,
	cluesOf,
	type Lookup,
	type NamedObject,
	objectListing,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { readTarget } from "./read-target.ts";
import { selectorlessPodSource } from "./selectorless-service.ts";

/** The pods of a Service: those it selects, Ready or not, or those its EndpointSlices name when it has no selector. */
export async function servicePodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const object = await readTarget<V1Service>(lookup, kind, argument.name);
	return sourceOf(object, lookup, argument);
}

async function sourceOf(
	read: V1Service,
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	if (read.spec?.type === "ExternalName")
		throw externalName(read, argument.name);
	const kind = kindOfTarget(argument);
	const service = serviceFrom(read);
	const object: NamedObject = {
		listing: objectListing(lookup.query, kind, argument.name),
		sourceBy: async (now: V1Service) =>
			now.spec?.type !== "ExternalName" &&
			isDeepStrictEqual(serviceFrom(now), service)
				? undefined
				: sourceOf(now, { ...lookup, slices: undefined }, argument),
	};
	const selector = mapSelectorText(service.selector);
	if (selector === "")
		return selectorlessPodSource(lookup, argument, service, object);
	const origin = `svc/${argument.name}`;
	return {
		object,
		listing: podListing(lookup.query, { labelSelector: selector }),
		origin,
		originOf: () => origin,
		cluesOn: () => ({ ...cluesOf(lookup.query, argument, origin), service }),
		slices: { listing: slicesOf(argument.name, lookup.query.namespace) },
		accepts: acceptAnyPort,
		nothing: async () =>
			noPods(lookup.query, kind, argument.name, { selector }),
	};
}

function externalName({ spec }: V1Service, name: string): PluginError {
	const host = spec?.externalName ?? "";
	const port = spec?.ports?.[0]?.port ?? "PORT";
	return new PluginError(
		"target",
		`svc/${name} is of type ExternalName: an alias of ${host} in DNS, with no pods behind it`,
		{
			hint: [`name the endpoint itself: ${hostPort(host, port)}`],
		},
	);
}
