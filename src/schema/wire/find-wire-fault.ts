import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { messageOf } from "../../errors.ts";
import { checkMessage, MAX_DEPTH } from "./check-message.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { chargePacked } from "./packed.ts";
import { walkOver } from "./walk.ts";

/**
 * Returns why bytes are no message of a type, or undefined where they are one. fromBinary reads a field whatever its wire type
 * is, so that a message of another type gives nonsense instead of an error. It also cannot say where it failed.
 * @param budget is reduced by the memory of the message and of the messages inside Any fields. Below zero it did not suffice, and
 * the bytes were not read to the end
 */
export function findWireFault(
	desc: DescMessage,
	bytes: Uint8Array,
	registry: Registry,
	budget?: MemoryBudget,
): string | undefined {
	const walk = walkOver(bytes, registry, budget);
	const { reader } = walk;
	try {
		checkMessage(walk, desc, bytes.length, 1);
		if (budget !== undefined) chargePacked(walk, budget);
		return undefined;
	} catch (error) {
		const path = walk.trail.map(({ name }) => name).join(".");
		const where = path === "" ? "" : `in the field ${path}, `;
		const at = Math.min(reader.pos, bytes.length);
		return `${where}at byte ${at} of ${bytes.length}: ${reasonOf(error)}`;
	}
}

/** Messages of protobuf-es's BinaryReader, and the wording that replaces them. */
const READER_ERRORS: readonly (readonly [RegExp, string])[] = [
	[/^illegal tag/, "no field begins so"],
	[/end group|wire type 4/, "the end of a group that was not begun"],
	[/recursion depth/, `messages nest more than ${MAX_DEPTH} deep`],
];

function reasonOf(error: unknown): string {
	if (error instanceof RangeError) return "it breaks off";
	const message = messageOf(error);
	const known = READER_ERRORS.find(([pattern]) => pattern.test(message));
	return known?.[1] ?? message;
}
