import type { DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence as FieldPresence } from "@bufbuild/protobuf/wkt";
import type { ResponseOptions } from "../codec.ts";

/**
 * The memory that a message may take once it is decoded and written. A server can make a few bytes take a thousand times as many.
 */
export type MemoryBudget = {
	leftBytes: number;
	/** Whether unset fields are written too. */
	readonly defaults: ResponseOptions["defaults"];
};

const MIB = 1024 * 1024;
/** The budget that every message has, whatever its length. */
const LEAST_BYTES = 512 * MIB;
const BYTES_A_BYTE = 32;

/** Returns the budget for a message of these bytes on the wire. */
export function memoryBudgetFor(
	{ length }: Uint8Array,
	defaults: MemoryBudget["defaults"],
): MemoryBudget {
	return { leftBytes: LEAST_BYTES + length * BYTES_A_BYTE, defaults };
}

/** The reason why a message that takes more is not read, after its type's name. */
export const OVER_BUDGET = "holds more messages and values than are read";

/** Charges for a value that `depth` messages enclose. @throws when too little is left */
export function chargeValue(
	budget: MemoryBudget | undefined,
	depth: number,
): void {
	if (budget !== undefined) charge(budget, valueCost(depth));
}

/** Charges for an empty message. @throws when too little is left */
export function chargeMessage(
	budget: MemoryBudget | undefined,
	desc: DescMessage,
	depth: number,
): void {
	if (budget === undefined) return;
	const unset = budget.defaults === "emit" ? desc.fields.length : 0;
	charge(budget, objectCost(desc) + (1 + unset) * valueCost(depth));
}

function charge(budget: MemoryBudget, bytes: number): void {
	budget.leftBytes -= bytes;
	if (budget.leftBytes < 0) throw new Error(OVER_BUDGET);
}

/** Measured costs in bytes. V8 keeps the properties of an object in a table where there are many. */
const COST = {
	value: 40,
	level: 8,
	object: 60,
	/** For a field that is not set. It takes no memory but time: minutes for messages with thousands of such fields. */
	field: 16,
	property: 12,
	tableProperty: 64,
	/** An array or object for the values of a list, map or oneof, while it is empty. */
	holder: 56,
};
const MOST_WITHOUT_TABLE = 14;

/** Includes the blanks at the start of its line. */
function valueCost(depth: number): number {
	return COST.value + COST.level * depth;
}

const costs = new WeakMap<DescMessage, number>();

/** Returns the cost of an empty message. protobuf-es gives it a property for each list, map, oneof and field without presence. */
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
