import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export const OPENAPI_V2_TYPE =
	"application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/**
 * Returns the minimal OpenAPI v2 document that kubectl accepts before it sends a file with a `List`. It must say that PATCH takes
 * `fieldValidation`; kubectl asks this of the kind Namespace for all kinds (cli-runtime, query_param_verifier.go). kubectl reads the
 * document as protobuf only. The field numbers are those of gnostic's OpenAPIv2.proto.
 */
export function openApiV2Document(): Uint8Array {
	const kind = field(2, text(2, "{group: '', kind: Namespace, version: v1}"));
	const extension = field(13, text(1, "x-kubernetes-group-version-kind"), kind);
	const query = field(3, text(2, "query"), text(4, "fieldValidation"));
	const nonBody = field(2, query);
	const parameter = field(8, field(1, nonBody));
	const patch = field(8, parameter, extension);
	const path = field(2, text(1, "/api/v1/namespaces/{name}"), field(2, patch));
	const info = field(2, text(1, "Kubernetes"), text(2, "v1.37.2"));
	return join(text(1, "2.0"), info, field(8, path));
}

function field(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
	return new BinaryWriter()
		.tag(number, WireType.LengthDelimited)
		.bytes(join(...parts))
		.finish();
}

function text(number: number, value: string): Uint8Array {
	return field(number, Buffer.from(value));
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
	return Buffer.concat(parts);
}
