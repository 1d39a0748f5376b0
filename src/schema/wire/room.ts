import type { DescMessage } from "@bufbuild/protobuf";

/** What a message may take in memory once it is decoded and written out: a server can make a few bytes a thousand times as many. */
export type Room = { left: number };

const MIB = 1024 * 1024;
/** Whatever the length of a message. */
const LEAST_BYTES = 256 * MIB;
const BYTES_A_BYTE = 32;

/** The room of a message of so many bytes on the wire. */
export function roomFor({ length }: Uint8Array): Room {
	return { left: LEAST_BYTES + length * BYTES_A_BYTE };
}

/** Why a message is not read that takes more, behind its name. */
export const OVER_ROOM = "holds more messages and values than are read";

/** Takes room. @throws when there is not as much */
export function spend(room: Room | undefined, bytes: number): void {
	if (room === undefined) return;
	room.left -= bytes;
	if (room.left < 0) throw new Error(OVER_ROOM);
}

/** Measured: protobuf-es makes an array or an object for every field that holds several values, before there are any. */
const COST = { message: 100, field: 16, several: 80, value: 40, level: 8 };

/** Bytes of a value that is so many messages deep, with the blanks before its line. */
export function valueCost(depth: number): number {
	return COST.value + COST.level * depth;
}

const costs = new WeakMap<DescMessage, number>();

/** Bytes of an empty message. */
export function messageCost(desc: DescMessage): number {
	const known = costs.get(desc);
	if (known !== undefined) return known;
	const several = desc.fields.filter(
		({ fieldKind }) => fieldKind === "list" || fieldKind === "map",
	).length;
	const cost =
		COST.message +
		COST.field * desc.fields.length +
		(COST.several - COST.field) * several;
	costs.set(desc, cost);
	return cost;
}
