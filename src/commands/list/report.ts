import type { DescMethod, DescService } from "@bufbuild/protobuf";
import { API_VERSION } from "../../cli/api-version.ts";
import type { PodName } from "../../cli/pod-name.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { Schema } from "../../schema/schema.ts";
import { gapsOf, type SchemaGap } from "../../schema/source/gaps.ts";
import {
	type ReportedProblem,
	uniqueProblems,
} from "../../schema/source/problems.ts";

/** How many messages a method takes and returns. */
export type MethodKind =
	| "unary"
	| "server-streaming"
	| "client-streaming"
	| "bidirectional";

export type MethodReport = {
	readonly name: string;
	readonly kind: MethodKind;
	/** Full names of the messages. */
	readonly request: string;
	readonly response: string;
	readonly deprecated: boolean;
};

export type ServiceReport = {
	readonly name: string;
	readonly deprecated: boolean;
	/** Null where the server lists the service and does not describe it. */
	readonly methods: readonly MethodReport[] | null;
};

export type ServiceList = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "ServiceList";
	/** The pod or address that listed the services; null for a schema from files. */
	readonly pod: string | null;
	readonly namespace: string | null;
	/** With several workloads: the one whose pod answered, such as `deploy/user-service`. Null where one pod, address or schema was named. */
	readonly workload: string | null;
	/** Why the services of the workload are not known; null where they are. */
	readonly failure: FailureFact | null;
	readonly services: readonly ServiceReport[];
	/** Flaws that left the schema usable, and names that it has and does not describe. */
	readonly problems: readonly ReportedProblem[];
};

/** A schema, the services to list from it, and their gaps. */
export type Listed = {
	readonly schema: Schema;
	readonly services: readonly string[];
	readonly gaps: readonly SchemaGap[];
};

/** Returns the list of all services that a schema offers. */
export function wholeList(schema: Schema): Listed {
	return { schema, services: schema.services, gaps: gapsOf(schema) };
}

/** Returns the report about services of one server or source. Each schema has some of them. */
export function serviceList(
	listed: readonly Listed[],
	from: PodName | null,
): ServiceList {
	return {
		apiVersion: API_VERSION,
		kind: "ServiceList",
		pod: from?.name ?? null,
		namespace: from?.namespace ?? null,
		workload: null,
		failure: null,
		services: listed.flatMap(({ schema, services }) =>
			services.map((name) =>
				serviceReport(name, schema.registry.getService(name)),
			),
		),
		problems: uniqueProblems(
			listed.map(({ schema }) => schema),
			listed.flatMap(({ gaps }) => gaps),
		),
	};
}

function serviceReport(
	name: string,
	desc: DescService | undefined,
): ServiceReport {
	return {
		name,
		deprecated: desc?.deprecated ?? false,
		methods: desc?.methods.map(methodReport) ?? null,
	};
}

function methodReport(desc: DescMethod): MethodReport {
	return {
		name: desc.name,
		kind: kindOf(desc),
		request: desc.input.typeName,
		response: desc.output.typeName,
		deprecated: desc.deprecated,
	};
}

function kindOf({ methodKind }: DescMethod): MethodKind {
	switch (methodKind) {
		case "unary":
			return "unary";
		case "server_streaming":
			return "server-streaming";
		case "client_streaming":
			return "client-streaming";
		case "bidi_streaming":
			return "bidirectional";
	}
}
