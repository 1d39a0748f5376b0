import { PluginError } from "../../../errors.ts";
import { listed } from "../../../listed.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { PodQuery, PortChoice } from "../../target.ts";
import { POD_KIND } from "../kinds.ts";
import { workloadOf } from "../workload-of.ts";
import { blamingNamespace } from "./missing-namespace.ts";
import { NARROWING_HINT, otherNamespaces } from "./not-found.ts";
import {
	cluesOf,
	type Lookup,
	type PodSource,
	placeOf,
	podListing,
} from "./pod-source.ts";

/** Excludes pods that have ended. They serve nothing, and a namespace may keep thousands of them from Jobs and evictions. */
const NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";

/** The evidence by which discovery counts a pod as a gRPC server. Being the only port is no evidence. */
const EVIDENCE: readonly string[] = [
	"grpc-probe",
	"app-protocol",
	"port-name",
	"well-known-port",
];

/** Returns the source of every pod that shows evidence of gRPC, or declares the port of `--port`. The origin is the owning workload. */
export function discoveredPodSource(lookup: Lookup): PodSource {
	const { query } = lookup;
	return {
		listing: podListing(query, { fieldSelector: NOT_ENDED }),
		origin: placeOf(query),
		originOf: workloadOf,
		cluesOn: () => cluesOf(query),
		accepts: isEvident,
		nothing: (pods) => nothingEvident(lookup, pods),
	};
}

function isEvident(choice: PortChoice): boolean {
	if (choice.kind === "none") return false;
	const isDeclared = choice.container !== undefined;
	return (
		EVIDENCE.includes(choice.evidence) ||
		(choice.evidence === "flag" && isDeclared)
	);
}

async function nothingEvident(
	lookup: Lookup,
	pods: readonly PodObject[],
): Promise<PluginError> {
	const { query } = lookup;
	const place = placeOf(query);
	const isNamespace = query.scope === "namespace";
	if (pods.length === 0 && query.fieldSelector !== undefined)
		return new PluginError(
			"target",
			`no running pods in ${place} match field selector ${query.fieldSelector}`,
			{ hint: [NARROWING_HINT] },
		);
	if (pods.length === 0) {
		const elsewhere = isNamespace
			? ["-n NAMESPACE looks in another namespace, -A in all"]
			: [];
		return blamingNamespace(
			lookup,
			new PluginError(
				"target",
				`no running pods in ${place}, so no gRPC workload either`,
				{ hint: elsewhere },
			),
		);
	}
	const workloads = [...new Set(pods.map(workloadOf))].sort();
	return new PluginError(
		"target",
		`no gRPC workload found in ${place}: of ${pods.length} pods none has ${soughtFor(query)}`,
		{
			facts: { pods: pods.length },
			hint: [
				`to check one all the same, name it: ${listed(workloads)}`,
				...(isNamespace ? otherNamespaces(POD_KIND, query.namespace) : []),
			],
		},
	);
}

const soughtFor = ({ port }: PodQuery): string =>
	port === undefined
		? "a grpc probe, a Service with appProtocol grpc or kubernetes.io/h2c, a port named grpc, or port 50051 or 50052"
		: `the port ${port} of --port`;
