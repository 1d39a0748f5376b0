import type { PluginError } from "../../../errors.ts";
import type { ApiClient, ObjectReader } from "../../api.ts";
import type { SliceObject } from "../../objects/endpoint-slice.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type {
	Lack,
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
	/** Whether the pods are looked up once or followed. */
	readonly mode: "list" | "watch";
	/** What to do with a target whose object does not exist, when pods are followed. Default: `refused`, an error. */
	readonly absent?: "refused" | "awaited" | undefined;
	/** Receives the number of pods that a workload asks for, before they are listed. */
	readonly onExpected?: ((pods: number) => void) | undefined;
	/** The EndpointSlices of the only target, a Service, when the caller has or has requested them. */
	readonly slices?: KnownSlices | undefined;
};

/** EndpointSlices that need no further request. */
type KnownSlices = readonly SliceObject[] | Promise<readonly SliceObject[]>;

/** A list of pods to ask the API server for, once or as a watch. */
export type Listing = {
	readonly path: string;
	readonly query: {
		readonly labelSelector?: string;
		readonly fieldSelector?: string;
	};
};

/** Where the pods of one target are listed, and which pods of that list belong to it. */
export type PodSource = {
	readonly listing: Listing;
	/** `deploy/user-service`, the selector, or the place where discovery looks. */
	readonly origin: string;
	/** The origin of a listed pod; undefined for a pod that does not belong to this target. */
	readonly originOf: (pod: PodObject) => string | undefined;
	/** Set for a target that names a pod. */
	readonly podName?: string;
	/** The clues about the port of a pod of this target. */
	readonly cluesOn: (pod: PodObject) => PortClues;
	/** Whether a pod is accepted with the port that was found. Default: with any. Discovery requires evidence of gRPC. */
	readonly accepts?: (port: PortChoice) => boolean;
	/** Set for a Service. */
	readonly slices?: ServiceSlices;
	/** Set for a target that names a workload or a Service. */
	readonly object?: NamedObject;
	/** Returns the error that explains why no pod of the list belongs to the target. It may send requests. */
	readonly nothing: (listed: readonly PodObject[]) => Promise<PluginError>;
	/**
	 * Returns what a target with pods lacks, and why; undefined when it lacks nothing.
	 * @param pods the number that are expected to serve
	 */
	readonly lack?: (pods: number) => Lacking | undefined;
};

/** The EndpointSlices of a Service, for following it. */
type ServiceSlices = {
	readonly listing: Listing;
	/** Set when the slices alone name the Service's pods. Returns the source for these slices, or the same one without a change. */
	readonly sourceFor?: (slices: readonly SliceObject[]) => PodSource;
};

/** The object that a target names, for following it. */
export type NamedObject = {
	/** The list of this object alone. */
	readonly listing: Listing;
	readonly read: ObjectReader<ObjectNow>;
	/** The state of the object from which the source was made; undefined when there is no object. */
	readonly state: ObjectNow["state"] | undefined;
	/** For a deleted object: its last state, and the source for an object in that state. */
	readonly before?: ObjectNow | undefined;
	/** For an object that does not exist yet: the `not-found` error. */
	readonly notFound?: PluginError;
	/** The state that is assumed when the object may not be watched. No wait waits for anything in it. */
	readonly unwatched?: ObjectNow;
};

/** What a target with pods lacks, and why. */
export type Lacking = { readonly lacks: Lack; readonly error: PluginError };

/** The pods of a target: how many are expected to serve, and how one of them is asked that is asked for an earlier target. */
export type PodCount = {
	readonly expected: number;
	readonly askedElsewhere: AskedElsewhere | undefined;
};

/** The port that a target leads to, and the one on which the pod is asked for an earlier target. */
export type AskedElsewhere = {
	readonly port: number;
	readonly first: { readonly origin: string; readonly port: number };
};

/** The current state of an object that a target names. */
export type ObjectNow = {
	/** The fields that the target's source depends on. */
	readonly state: object;
	/** Returns the target's source for this state. @throws PluginError where it can have none */
	readonly source: () => Promise<PodSource>;
};

/** Returns the list of pods that match these selectors and those of the command line. Empty selectors are left out. */
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

/** Returns the clues of the command line about the port of a target. The target's own port overrides `--port`. */
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

/** Returns the list that holds one object alone, for watching it. */
export const objectListing = (
	{ namespace }: PodQuery,
	kind: PodKind,
	name: string,
): Listing => ({
	path: collectionPath(kind, namespace),
	query: { fieldSelector: `metadata.name=${name}` },
});

/** Returns `namespace shop`, or `any namespace`, for messages. */
export const placeOf = ({ scope, namespace }: PodQuery): string =>
	scope === "all-namespaces" ? "any namespace" : `namespace ${namespace}`;
