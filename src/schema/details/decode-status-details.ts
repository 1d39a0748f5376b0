import { createRegistry, fromBinary, type Registry } from "@bufbuild/protobuf";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { file_google_rpc_error_details } from "../gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../gen/google/rpc/status_pb.ts";
import { typeNameOf } from "../json/custom-json.ts";
import { messageJson } from "../response/message-json.ts";
import { findWireFault } from "../wire/find-wire-fault.ts";
import { memoryBudgetFor } from "../wire/memory-budget.ts";
import { unknownPackedTypes } from "../wire/packed.ts";
import { rpcDetail } from "./rpc-detail.ts";
import type {
	DetailFacts,
	StatusDetail,
	StatusDetails,
} from "./status-details.ts";

/**
 * Decodes `grpc-status-details-bin`, and never throws. The messages of google/rpc/error_details.proto need no schema of the
 * server; the registry resolves others. This module loads the descriptors of google.rpc: import it only when a status has
 * details.
 */
export function decodeStatusDetails(
	bytes: Uint8Array,
	registry: Registry,
): StatusDetails {
	const known = withRpcDetails(registry);
	const reason = findWireFault(StatusSchema, bytes, known);
	if (reason !== undefined)
		return { kind: "undecodable", reason, base64: base64(bytes) };
	const { code, message, details } = fromBinary(StatusSchema, bytes);
	return {
		kind: "status",
		code,
		message,
		details: details.map((any) => decodeDetail(any, known)),
	};
}

/** Returns the names of types that neither the registry nor google.rpc has: of the details, and of Any messages inside them. */
export function unknownDetails(
	bytes: Uint8Array,
	registry: Registry,
): ReadonlySet<string> {
	return unknownPackedTypes(
		StatusSchema,
		bytes,
		createRegistry(registry, file_google_rpc_error_details),
		memoryBudgetFor(bytes, "omit"),
	);
}

const extended = new WeakMap<Registry, Registry>();

/** Adds google.rpc to a registry. It replaces the server's types of the same names. */
function withRpcDetails(registry: Registry): Registry {
	const known =
		extended.get(registry) ??
		createRegistry(registry, file_google_rpc_error_details);
	extended.set(registry, known);
	return known;
}

function decodeDetail(any: Any, registry: Registry): StatusDetail {
	const json = messageJson(any, AnySchema, {
		registry,
		defaults: "omit",
		fieldNames: "json",
		enums: "names",
		layout: "compact",
	});
	return {
		...factsOf(any, registry),
		typeUrl: any.typeUrl,
		json: JSON.parse(json),
	};
}

function factsOf({ typeUrl, value }: Any, registry: Registry): DetailFacts {
	const typeName = typeNameOf(typeUrl);
	const desc = registry.getMessage(typeName);
	if (desc === undefined || findWireFault(desc, value, registry) !== undefined)
		return { kind: "unknown", base64: base64(value) };
	return rpcDetail(typeName, value) ?? { kind: "message", typeName };
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64");
}
