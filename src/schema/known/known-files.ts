import type { DescFile } from "@bufbuild/protobuf";
import {
	file_google_protobuf_any,
	file_google_protobuf_api,
	file_google_protobuf_compiler_plugin,
	file_google_protobuf_cpp_features,
	file_google_protobuf_descriptor,
	file_google_protobuf_duration,
	file_google_protobuf_empty,
	file_google_protobuf_field_mask,
	file_google_protobuf_go_features,
	file_google_protobuf_java_features,
	file_google_protobuf_source_context,
	file_google_protobuf_struct,
	file_google_protobuf_timestamp,
	file_google_protobuf_type,
	file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import { file_google_rpc_code } from "../gen/google/rpc/code_pb.ts";
import { file_google_rpc_error_details } from "../gen/google/rpc/error_details_pb.ts";
import { file_google_rpc_http } from "../gen/google/rpc/http_pb.ts";
import { file_google_rpc_status } from "../gen/google/rpc/status_pb.ts";
import { elementsOf } from "../link/elements.ts";

/** google/protobuf's files, imports first. They replace what a server sends under their names: the codecs are written for them. */
const WELL_KNOWN: readonly DescFile[] = [
	file_google_protobuf_descriptor,
	file_google_protobuf_any,
	file_google_protobuf_source_context,
	file_google_protobuf_type,
	file_google_protobuf_api,
	file_google_protobuf_compiler_plugin,
	file_google_protobuf_cpp_features,
	file_google_protobuf_go_features,
	file_google_protobuf_java_features,
	file_google_protobuf_duration,
	file_google_protobuf_empty,
	file_google_protobuf_field_mask,
	file_google_protobuf_struct,
	file_google_protobuf_timestamp,
	file_google_protobuf_wrappers,
];

/** google.rpc's files, for a schema that does not bring them: the types of error details (grpcurl #547). Imports come first. */
const RPC: readonly DescFile[] = [
	file_google_rpc_code,
	file_google_rpc_http,
	file_google_rpc_error_details,
	file_google_rpc_status,
];

/** google/protobuf's and google.rpc's files. Imports come first. */
export const KNOWN_FILES: readonly DescFile[] = [...WELL_KNOWN, ...RPC];

const WELL_KNOWN_NAMES = namesOf(WELL_KNOWN);
const RPC_NAMES = namesOf(RPC);
let wellKnownSymbols: ReadonlySet<string> | undefined;

/** Whether the name is that of a file of google/protobuf that this program has. */
export function isWellKnownFile(name: string): boolean {
	return WELL_KNOWN_NAMES.has(name);
}

/** Whether the name is that of a file of google/protobuf or google.rpc that this program has. */
export function isKnownFile(name: string): boolean {
	return WELL_KNOWN_NAMES.has(name) || RPC_NAMES.has(name);
}

/** Whether a full name is declared in one of google/protobuf's files. */
export function isWellKnownType(name: string): boolean {
	wellKnownSymbols ??= new Set(
		WELL_KNOWN.flatMap(({ proto }) =>
			[...elementsOf(proto)].map((element) => element.name),
		),
	);
	return wellKnownSymbols.has(name);
}

function namesOf(files: readonly DescFile[]): ReadonlySet<string> {
	return new Set(files.map(({ proto }) => proto.name));
}
