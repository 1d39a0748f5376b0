import { type DescFile, toBinary } from "@bufbuild/protobuf";
import {
	FileDescriptorProtoSchema,
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
import type { RawFile } from "../link/raw-file.ts";

/** Files of google/protobuf: always these, whatever a server says, since the codecs are written for them. Imports first. */
export const WELL_KNOWN_FILES: readonly RawFile[] = [
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
].map(rawFileOf);

/** Files of google.rpc, for a schema that has none of its own: the types of error details (grpcurl #547). Imports first. */
export const RPC_FILES: readonly RawFile[] = [
	file_google_rpc_code,
	file_google_rpc_http,
	file_google_rpc_error_details,
	file_google_rpc_status,
].map(rawFileOf);

const WELL_KNOWN_NAMES: ReadonlySet<string> = new Set(
	WELL_KNOWN_FILES.map(({ name }) => name),
);

const WELL_KNOWN_TYPES: ReadonlySet<string> = new Set(
	WELL_KNOWN_FILES.flatMap(({ proto }) =>
		[...elementsOf(proto)].map(({ name }) => name),
	),
);

/** Whether a file is one of google/protobuf's that this program has. */
export function isWellKnownFile(name: string): boolean {
	return WELL_KNOWN_NAMES.has(name);
}

/** Whether a full name is a type of one of google/protobuf's files. */
export function isWellKnownType(name: string): boolean {
	return WELL_KNOWN_TYPES.has(name);
}

function rawFileOf({ proto }: DescFile): RawFile {
	return {
		name: proto.name,
		proto,
		bytes: toBinary(FileDescriptorProtoSchema, proto),
	};
}
