import {
	type DescField,
	type DescMessage,
	fromBinary,
	type Registry,
} from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import type { MemoryBudget } from "./memory-budget.ts";

/** A walk over serialized bytes. `trail` has the fields around the current place, for the text of a fault. */
export type Walk = {
	readonly reader: BinaryReader;
	readonly bytes: Uint8Array;
	readonly registry: Registry;
	readonly trail: DescField[];
	/** Undefined: memory is not counted. */
	readonly budget: MemoryBudget | undefined;
	/** The messages packed in Any fields, which count too. */
	readonly anys: Any[];
};

/** Begins a walk. */
export function walkOver(
	bytes: Uint8Array,
	registry: Registry,
	budget: MemoryBudget | undefined,
): Walk {
	const reader = new BinaryReader(bytes);
	return {
		reader,
		bytes,
		registry,
		trail: [],
		budget,
		anys: [],
	};
}

/** Keeps an Any of the message at hand, where memory is counted. */
export function keepAny(
	{ budget, anys, bytes }: Walk,
	desc: DescMessage,
	start: number,
	end: number,
): void {
	const isAny = end > start && desc.typeName === AnySchema.typeName;
	if (isAny && budget !== undefined)
		anys.push(fromBinary(AnySchema, bytes.subarray(start, end)));
}
