import {
	type DescField,
	type DescMessage,
	fromBinary,
	type Registry,
} from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import type { Room } from "./room.ts";

/** A walk over serialized bytes; `trail` is the fields that it is in, for the fault's sentence. */
export type Walk = {
	readonly reader: BinaryReader;
	readonly bytes: Uint8Array;
	readonly registry: Registry;
	readonly trail: DescField[];
	/** Undefined: it is not bounded. */
	readonly room: Room | undefined;
	/** What is packed, and counts too. */
	readonly anys: Any[];
};

/** Begins a walk. */
export function walkOver(
	bytes: Uint8Array,
	registry: Registry,
	room: Room | undefined,
): Walk {
	const reader = new BinaryReader(bytes);
	return {
		reader,
		bytes,
		registry,
		trail: [],
		room,
		anys: [],
	};
}

/** Keeps what is packed at a place, where room is counted. */
export function keepAny(
	{ room, anys, bytes }: Walk,
	desc: DescMessage,
	start: number,
	end: number,
): void {
	const isAny = end > start && desc.typeName === AnySchema.typeName;
	if (isAny && room !== undefined)
		anys.push(fromBinary(AnySchema, bytes.subarray(start, end)));
}
