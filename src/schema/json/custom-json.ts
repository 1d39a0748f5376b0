import type { DescMessage } from "@bufbuild/protobuf";
import { isWrapperDesc } from "@bufbuild/protobuf/wkt";

/** The well-known types that ProtoJSON does not write as an object of their fields. The wrappers are not in this list. */
const CUSTOM: ReadonlySet<string> = new Set([
	"google.protobuf.Any",
	"google.protobuf.Timestamp",
	"google.protobuf.Duration",
	"google.protobuf.FieldMask",
	"google.protobuf.Struct",
	"google.protobuf.Value",
	"google.protobuf.ListValue",
]);

/** Whether ProtoJSON has a special form for a message. */
export function hasCustomJson(desc: DescMessage): boolean {
	return CUSTOM.has(desc.typeName) || isWrapperDesc(desc);
}

/** Whether an Any has its message under `value`: one with a special form in ProtoJSON and, as in Go and grpcurl, the empty message. */
export function isValueInAny(desc: DescMessage): boolean {
	return hasCustomJson(desc) || desc.typeName === "google.protobuf.Empty";
}

/** Returns the message type that an Any names: the part of its type URL after the last slash. */
export function typeNameOf(typeUrl: string): string {
	return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}
