import type { PluginError } from "../../../errors.ts";
import type { ApiClient, ObjectReader } from "../../api.ts";
import type { SliceObject } from "../../objects/endpoint-slice.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type {
	LackingTarget,
	PodQuery,
	PortChoice,
	WorkloadArgument,
} from "../../target.ts";
import { collectionPath, POD_KIND, type PodKind } from "../kinds.ts";
import { joinSelectors } from "../label-selector.ts";
import type { PortClues } from "../port/situation.ts";

/** The query of one command line and the means to answer it. */
export type Lookup = {
	readonly api: ApiClient;
	readonly query: PodQuery;
	readonly signal: AbortSignal;
	/** Whether the pods are looked up now, or followed from now on. */
	readonly mode: "list" | "watch";
	/** What becomes of a target that names an object which is not there, where pods are followed: an error, unless said otherwise. */
	readonly absent?: "refused" | "awaited" | undefined;
	/** Is told how many pods a workload is to have, while they are still to be listed. */
	readonly onExpected?: ((pods: number) => void) | undefined;
	/** The EndpointSlices of the only target, a Service, where the asker has them or has asked for them. */
	readonly slices?: KnownSlices | undefined;
};

/** EndpointSlices that need not be asked for any more. */
type KnownSlices = readonly SliceObject[] | Promise<readonly SliceObject[]>;

/** A list of pods to ask the API server for, once or as a watch. */
export type Listing = {
	readonly path: string;
	readonly query: {
		readonly labelSelector?: string;
		readonly fieldSelector?: string;
	};
};

/** Where the pods of one target are, and how they are told from the others of the same list. */
export type PodSource = {
	readonly listing: Listing;
	/** `deploy/user-service`, the selector, or where discovery looks. */
	readonly origin: string;
	/** The origin of a listed pod; undefined for one that is none of this target's. */
	readonly originOf: (pod: PodObject) => string | undefined;
	/** What is known of the port of a pod that is this target's. */
	readonly cluesOn: (pod: PodObject) => PortClues;
	/** Whether a pod counts, by the port that was found: discovery wants evidence of gRPC. */
	readonly accepts: (port: PortChoice) => boolean;
	/** Of a Service. */
	readonly slices?: ServiceSlices;
	/** Of a target that names a workload or a Service. */
	readonly object?: NamedObject;
	/** Says why the target has no pods among those of its list; may read more to say it well. */
	readonly nothing: (listed: readonly PodObject[]) => Promise<PluginError>;
	/** Says that a target has fewer pods than it is to have, of these that are expected to serve, or of its latest template; undefined where it has them. */
	readonly tooFew?: (pods: number) => PluginError | undefined;
};

/** The EndpointSlices of a Service, for those who follow it. */
type ServiceSlices = {
	readonly listing: Listing;
	/** Where they alone say which pods are the Service's: gives its source by these slices, the same one when they say the same. */
	readonly sourceBy?: (slices: readonly SliceObject[]) => PodSource;
};

/** The object that a target names, for those who follow it. */
export type NamedObject = {
	/** Of it alone. */
	readonly listing: Listing;
	readonly read: ObjectReader<ObjectNow>;
	/** What the object said that the source was made by; undefined where there is none. */
	readonly says: ObjectNow["says"] | undefined;
	/** Of one that has been deleted: what it said, and the source of one that says it again. */
	readonly before?: ObjectNow | undefined;
	/** Of one that is not there yet: that it is not found. */
	readonly absence?: PluginError;
	/** What the object is assumed to say when it may not be watched: nothing that a wait would wait for. */
	readonly unwatched?: ObjectNow;
};

/** The target of a source that has so many pods, where that is fewer than it is to have. */
export function tooFewOf(
	{ origin, tooFew }: PodSource,
	pods: number,
): readonly LackingTarget[] {
	const error = tooFew?.(pods);
	return error === undefined ? [] : [{ origin, pods, error }];
}
/** An object that a target names, as it is now. */
export type ObjectNow = {
	/** What the target's source depends on. */
	readonly says: object;
	/** The target's source by it. @throws PluginError where it can have none */
	readonly source: () => Promise<PodSource>;
};

/** {@link PodSource.accepts} of a target whose pods are taken whatever their ports. */
export const acceptAnyPort = (): boolean => true;

/** The pods that these selectors, and those of the command line, leave; empty selectors ask for nothing. */
export function podListing(
	{ namespace, scope, selector, fieldSelector }: PodQuery,
	own: Listing["query"] = {},
): Listing {
	const labels = joinSelectors(own.labelSelector, selector);
	const fields = joinSelectors(own.fieldSelector, fieldSelector);
	return {
		path: collectionPath(
			POD_KIND,
			scope === "all-namespaces" ? undefined : namespace,
		),
		query: {
			...(labels === "" ? {} : { labelSelector: labels }),
			...(fields === "" ? {} : { fieldSelector: fields }),
		},
	};
}

/** The clues that the command line gives about the port of a target; the target's own port is stronger than `--port`. */
export function cluesOf(
	query: PodQuery,
	argument?: WorkloadArgument,
	origin = "",
): PortClues {
	const own = argument?.port;
	return {
		...(query.port === undefined
			? {}
			: { asked: { port: query.port, by: `--port ${query.port}` } }),
		...(own === undefined
			? {}
			: { asked: { port: own, by: `${origin}:${own}` } }),
		...(query.container === undefined ? {} : { container: query.container }),
	};
}

/** Where an object is watched by itself. */
export const objectListing = (
	{ namespace }: PodQuery,
	kind: PodKind,
	name: string,
): Listing => ({
	path: collectionPath(kind, namespace),
	query: { fieldSelector: `metadata.name=${name}` },
});

/** `namespace shop`, or `any namespace`, for messages. */
export const placeOf = ({ scope, namespace }: PodQuery): string =>
	scope === "all-namespaces" ? "any namespace" : `namespace ${namespace}`;
