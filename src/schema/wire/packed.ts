import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { typeNameOf } from "../json/custom-json.ts";
import { checkMessage } from "./check-message.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { type Walk, walkOver } from "./walk.ts";

/**
 * Returns the names of the types that the registry lacks and that are packed in a message, or in a packed message. Returns none for
 * a message that cannot be read.
 */
export function unknownPackedTypes(
	desc: DescMessage,
	bytes: Uint8Array,
	registry: Registry,
	budget: MemoryBudget,
): ReadonlySet<string> {
	const walk = walkOver(bytes, registry, budget);
	try {
		checkMessage(walk, desc, bytes.length, 1);
		return chargePacked(walk, budget);
	} catch {
		// The code that writes the message reports the fault.
		return new Set();
	}
}

/**
 * Charges the budget for what is packed in a message that was walked over. Returns the names of the packed types that the registry
 * lacks. A fault in a packed message is not a fault of the message itself.
 */
export function chargePacked(
	{ anys, registry }: Walk,
	budget: MemoryBudget,
): ReadonlySet<string> {
	const unknown = new Set<string>();
	// The loop also visits Any fields found in packed messages, because the walk appends them to `anys`.
	for (const any of anys) {
		const name = typeNameOf(any.typeUrl);
		const desc = registry.getMessage(name);
		if (desc === undefined) {
			unknown.add(name);
			continue;
		}
		const { value: bytes } = any;
		const walk = { ...walkOver(bytes, registry, budget), anys };
		try {
			checkMessage(walk, desc, bytes.length, 1);
		} catch {
			if (budget.leftBytes < 0) break;
		}
	}
	return unknown;
}
