import type { DescMethod, DescService } from "@bufbuild/protobuf";
import type { PodName } from "../../cli/pod-name.ts";
import { API_VERSION } from "../../cli/structured.ts";
import type { Schema, SchemaProblem } from "../../schema/schema.ts";

/** How many messages a method takes and gives. */
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
	/** The pod or address that was asked; null for a schema from files. */
	readonly pod: string | null;
	readonly namespace: string | null;
	readonly services: readonly ServiceReport[];
	/** What was wrong with the schema without keeping it from being read. */
	readonly problems: readonly SchemaProblem[];
};

/** The list of some services of a schema. */
export function serviceList(
	schema: Pick<Schema, "registry" | "problems">,
	services: readonly string[],
	from: PodName | null,
): ServiceList {
	return {
		apiVersion: API_VERSION,
		kind: "ServiceList",
		pod: from?.name ?? null,
		namespace: from?.namespace ?? null,
		services: services.map((name) =>
			serviceReport(name, schema.registry.getService(name)),
		),
		problems: schema.problems,
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
