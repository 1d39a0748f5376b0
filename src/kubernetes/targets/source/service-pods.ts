import { PluginError } from "../../../errors.ts";
import { hostPort } from "../../../host-port.ts";
import {
	type ServiceObject,
	serviceObject,
} from "../../objects/service-object.ts";
import type { WorkloadArgument } from "../../target.ts";
import { slicesOf } from "../endpoints/slices.ts";
import { kindOfTarget } from "../kinds.ts";
import { mapSelectorText } from "../label-selector.ts";
import { serviceFrom } from "../port/service.ts";
import { beingDeleted, noPods } from "./no-pods.ts";
import {
	cluesOf,
	type Lookup,
	type NamedObject,
	objectListing,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { readTarget } from "./read-target.ts";
import { selectorlessPodSource } from "./selectorless-service.ts";

/** Returns the source of a Service: the pods that it selects, Ready or not, or without a selector those in its EndpointSlices. */
export async function servicePodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const read = await readTarget(lookup, kind, argument.name, serviceObject);
	return sourceOf(read, lookup, argument);
}

async function sourceOf(
	read: ServiceObject,
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	if (typeOf(read) === "alias") throw externalName(read, argument.name);
	const kind = kindOfTarget(argument);
	const service = serviceFrom(read);
	const object: NamedObject = {
		listing: objectListing(lookup.query, kind, argument.name),
		read: (field) => {
			const now = serviceObject(field);
			return {
				state: stateOf(now),
				source: () => sourceOf(now, { ...lookup, slices: undefined }, argument),
			};
		},
		state: stateOf(read),
	};
	const selector = mapSelectorText(service.selector);
	const origin = `svc/${argument.name}`;
	const lack = () => (isTerminating(read) ? beingDeleted(origin) : undefined);
	if (selector === "")
		return selectorlessPodSource(lookup, argument, service, { object, lack });
	return {
		object,
		listing: podListing(lookup.query, { labelSelector: selector }),
		origin,
		originOf: () => origin,
		cluesOn: () => ({ ...cluesOf(lookup.query, argument, origin), service }),
		slices: { listing: slicesOf(argument.name, lookup.query.namespace) },
		nothing: async () =>
			noPods(lookup.query, kind, argument.name, { selector }),
		lack,
	};
}

/** The fields on which a Service's source depends. */
const stateOf = (read: ServiceObject) => ({
	service: serviceFrom(read),
	type: typeOf(read),
	terminating: isTerminating(read),
});

const isTerminating = ({ metadata }: ServiceObject): boolean =>
	metadata?.deletionTimestamp !== undefined;

const typeOf = ({ spec }: ServiceObject): "alias" | "service" =>
	spec?.type === "ExternalName" ? "alias" : "service";

function externalName({ spec }: ServiceObject, name: string): PluginError {
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
