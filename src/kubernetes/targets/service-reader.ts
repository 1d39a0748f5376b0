import { PluginError } from "../../errors.ts";
import { serviceObject } from "../objects/service-object.ts";
import type { PortNote } from "../target.ts";
import { collectionPath } from "./kinds.ts";
import { type Service, serviceFrom } from "./port/service.ts";
import { remark } from "./port/situation.ts";
import type { Lookup } from "./source/pod-source.ts";

const SERVICES = { group: "", version: "v1", resource: "services" };

/** The Services of a query's namespaces, with a note when they may not be read. */
export type KnownServices = {
	readonly services: readonly Service[];
	readonly notes: readonly PortNote[];
};

/**
 * Returns the function that lists the Services once, when it is first called. Evidence from Services is optional: for a user who may
 * not list them, it returns none and a note.
 */
export function serviceReader({
	api,
	query,
	signal,
}: Lookup): () => Promise<KnownServices> {
	const namespace =
		query.scope === "all-namespaces" ? undefined : query.namespace;
	const path = collectionPath(SERVICES, namespace);
	let reading: Promise<KnownServices> | undefined;
	return () => {
		reading ??= api
			.list(path, serviceObject, { signal })
			.then(
				(objects) => ({ services: objects.map(serviceFrom), notes: [] }),
				forbiddenMeansNone,
			);
		return reading;
	};
}

function forbiddenMeansNone(caught: unknown): KnownServices {
	if (!(caught instanceof PluginError) || caught.code !== "forbidden")
		throw caught;
	return {
		services: [],
		notes: [
			remark(
				"the Services may not be listed, so an appProtocol could not be considered",
			),
		],
	};
}
