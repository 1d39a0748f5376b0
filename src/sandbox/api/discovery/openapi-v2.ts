import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export const OPENAPI_V2_TYPE =
	"application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/**
 * The least of OpenAPI v2 that kubectl asks for when a file holds a `List`: that PATCH of a Namespace, which stands for all kinds
 * then, takes `fieldValidation` (cli-runtime, query_param_verifier.go). kubectl takes this document as protobuf only; the
 * numbers are those of gnostic's OpenAPIv2.proto.
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
