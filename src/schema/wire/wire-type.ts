import { ScalarType } from "@bufbuild/protobuf";
import { WireType } from "@bufbuild/protobuf/wire";

/** The wire types of the scalar types (https://protobuf.dev/programming-guides/encoding/#structure). */
const SCALARS: Readonly<Record<ScalarType, WireType>> = {
	[ScalarType.DOUBLE]: WireType.Bit64,
	[ScalarType.FLOAT]: WireType.Bit32,
	[ScalarType.INT64]: WireType.Varint,
	[ScalarType.UINT64]: WireType.Varint,
	[ScalarType.INT32]: WireType.Varint,
	[ScalarType.FIXED64]: WireType.Bit64,
	[ScalarType.FIXED32]: WireType.Bit32,
	[ScalarType.BOOL]: WireType.Varint,
	[ScalarType.STRING]: WireType.LengthDelimited,
	[ScalarType.BYTES]: WireType.LengthDelimited,
	[ScalarType.UINT32]: WireType.Varint,
	[ScalarType.SFIXED32]: WireType.Bit32,
	[ScalarType.SFIXED64]: WireType.Bit64,
	[ScalarType.SINT32]: WireType.Varint,
	[ScalarType.SINT64]: WireType.Varint,
};

const NAMES: Readonly<Record<WireType, string>> = {
	[WireType.Varint]: "a varint",
	[WireType.Bit64]: "eight bytes",
	[WireType.LengthDelimited]: "length-delimited bytes",
	[WireType.StartGroup]: "a group",
	[WireType.EndGroup]: "the end of a group",
	[WireType.Bit32]: "four bytes",
};

/** Returns the wire type of one value of a scalar type. */
export function wireTypeOf(scalar: ScalarType): WireType {
	return SCALARS[scalar];
}

/** Returns the name of a wire type in a sentence. */
export function wireTypeName(wireType: WireType): string {
	return NAMES[wireType];
}
