import type { DescMessage } from "@bufbuild/protobuf";
import { isWrapperDesc } from "@bufbuild/protobuf/wkt";

/** The well-known types that ProtoJSON writes otherwise than as an object of their fields, wrappers aside. */
const CUSTOM: ReadonlySet<string> = new Set([
	"google.protobuf.Any",
	"google.protobuf.Timestamp",
	"google.protobuf.Duration",
	"google.protobuf.FieldMask",
	"google.protobuf.Struct",
	"google.protobuf.Value",
	"google.protobuf.ListValue",
]);

/** Whether ProtoJSON has a form of its own for a message. */
export function hasCustomJson(desc: DescMessage): boolean {
	return CUSTOM.has(desc.typeName) || isWrapperDesc(desc);
}

/** Whether an Any keeps a message under `value`: as ProtoJSON's forms and, with Go and so with grpcurl, the empty message. */
export function isValueInAny(desc: DescMessage): boolean {
	return hasCustomJson(desc) || desc.typeName === "google.protobuf.Empty";
}

/** The message type that an Any names: what is behind the last slash of its type URL. */
export function typeNameOf(typeUrl: string): string {
	return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}
