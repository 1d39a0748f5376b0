import type { JsonValue } from "@bufbuild/protobuf";

/** Samples of the types that have a special form in ProtoJSON (protobuf.dev, "ProtoJSON Format"). */
const SAMPLES: Readonly<Record<string, JsonValue>> = {
	Any: { "@type": "type.googleapis.com/google.protobuf.Empty" },
	Duration: "0s",
	Timestamp: "1970-01-01T00:00:00Z",
	FieldMask: "",
	Empty: {},
	Struct: { "google.protobuf.Struct": "supports arbitrary JSON objects" },
	Value: { "google.protobuf.Value": "supports arbitrary JSON" },
	ListValue: [
		{ "google.protobuf.ListValue": "is an array of arbitrary JSON values" },
	],
	NullValue: null,
	DoubleValue: 0,
	FloatValue: 0,
	Int64Value: "0",
	UInt64Value: "0",
	Int32Value: 0,
	UInt32Value: 0,
	BoolValue: false,
	StringValue: "",
	BytesValue: "",
};

const PACKAGE = "google.protobuf.";

/** Returns a sample of a well-known type, or undefined for any other type. */
export function wellKnownSample(typeName: string): JsonValue | undefined {
	if (!typeName.startsWith(PACKAGE)) return undefined;
	const name = typeName.slice(PACKAGE.length);
	return Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
}
