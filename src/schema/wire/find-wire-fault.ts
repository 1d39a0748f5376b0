import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { messageOf } from "../../errors.ts";
import { checkMessage, MAX_DEPTH } from "./check-message.ts";
import { spendOnPacked } from "./packed.ts";
import type { Room } from "./room.ts";
import { walkOver } from "./walk.ts";

/**
 * Says why bytes are no message of a type, or undefined when they are one. fromBinary reads a field whatever its wire type is, which
 * turns a message of another type into nonsense instead of an error, and it cannot say where it failed.
 * @param room what they and the messages packed in them take is taken from it; below zero it did not suffice, and they were not read to the end
 */
export function findWireFault(
	desc: DescMessage,
	bytes: Uint8Array,
	registry: Registry,
	room?: Room,
): string | undefined {
	const walk = walkOver(bytes, registry, room);
	const { reader } = walk;
	try {
		checkMessage(walk, desc, bytes.length, 1);
		if (room !== undefined) spendOnPacked(walk, room);
		return undefined;
	} catch (error) {
		const path = walk.trail.map(({ name }) => name).join(".");
		const where = path === "" ? "" : `in the field ${path}, `;
		const at = Math.min(reader.pos, bytes.length);
		return `${where}at byte ${at} of ${bytes.length}: ${reasonOf(error)}`;
	}
}

/** What BinaryReader of protobuf-es says, in the words of this file. */
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
