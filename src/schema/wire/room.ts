import type { DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence as FieldPresence } from "@bufbuild/protobuf/wkt";
import type { ResponseOptions } from "../codec.ts";

/** What a message may take in memory once it is decoded and written out: a server can make a few bytes a thousand times as many. */
export type Room = {
	left: number;
	/** Whether fields that are not set are written out, too. */
	readonly defaults: ResponseOptions["defaults"];
};

const MIB = 1024 * 1024;
/** Whatever the length of a message. */
const LEAST_BYTES = 512 * MIB;
const BYTES_A_BYTE = 32;

/** The room of a message of so many bytes on the wire. */
export function roomFor(
	{ length }: Uint8Array,
	defaults: Room["defaults"],
): Room {
	return { left: LEAST_BYTES + length * BYTES_A_BYTE, defaults };
}

/** Why a message is not read that takes more, behind its name. */
export const OVER_ROOM = "holds more messages and values than are read";

/** Takes the room of a value that is so many messages deep. @throws when there is not as much */
export function spendOnValue(room: Room | undefined, depth: number): void {
	if (room !== undefined) spend(room, valueCost(depth));
}

/** Takes the room of an empty message. @throws when there is not as much */
export function spendOnMessage(
	room: Room | undefined,
	desc: DescMessage,
	depth: number,
): void {
	if (room === undefined) return;
	const unset = room.defaults === "emit" ? desc.fields.length : 0;
	spend(room, objectCost(desc) + (1 + unset) * valueCost(depth));
}

function spend(room: Room, bytes: number): void {
	room.left -= bytes;
	if (room.left < 0) throw new Error(OVER_ROOM);
}

/** Measured, in bytes. V8 keeps the properties of an object that gets many of them in a table. */
const COST = {
	value: 40,
	level: 8,
	object: 60,
	/** Of a field that is not set: no memory, but the time to see that. Of some thousand fields it would be minutes. */
	field: 16,
	property: 12,
	tableProperty: 64,
	/** An array, or an object, that holds a list's, a map's or a oneof's values before there are any. */
	holder: 56,
};
const MOST_WITHOUT_TABLE = 14;

/** With the blanks before its line. */
function valueCost(depth: number): number {
	return COST.value + COST.level * depth;
}

const costs = new WeakMap<DescMessage, number>();

/** Of what protobuf-es gives a message before anything is set: a property for every list, map and oneof, and every field without presence. */
function objectCost(desc: DescMessage): number {
	const known = costs.get(desc);
	if (known !== undefined) return known;
	const properties = desc.members.filter(
		(one) => one.kind === "oneof" || one.presence === FieldPresence.IMPLICIT,
	);
	const holders = properties.filter(
		(one) =>
			one.kind === "oneof" ||
			one.fieldKind === "list" ||
			one.fieldKind === "map",
	);
	const property =
		properties.length > MOST_WITHOUT_TABLE ? COST.tableProperty : COST.property;
	const cost =
		COST.object +
		COST.field * desc.fields.length +
		property * properties.length +
		COST.holder * holders.length;
	costs.set(desc, cost);
	return cost;
}
