import type { DescMessage } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { fieldsByNumber } from "../wire/fields-by-number.ts";

/**
 * Counts the fields of a serialized message at every depth. It stops just above `most`, and is much faster than decoding. In
 * invalid bytes it counts up to the fault: the decoder then reports the reason.
 */
export function fieldCount(
	desc: DescMessage,
	bytes: Uint8Array,
	most: number,
): number {
	const reader = new BinaryReader(bytes);
	let count = 0;
	// Each entry is a message that is being read, so the list is as long as the messages are deep.
	const open = [{ fields: fieldsByNumber(desc), end: bytes.length }];
	try {
		for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
			if (reader.pos >= at.end) {
				open.pop();
				continue;
			}
			count += 1;
			if (count > most) return count;
			const [number, wireType] = reader.tag();
			const message = at.fields.get(number)?.message;
			if (wireType === WireType.LengthDelimited && message !== undefined)
				open.push({
					fields: fieldsByNumber(message),
					end: reader.uint32() + reader.pos,
				});
			else reader.skip(wireType, number);
		}
	} catch {
		// The bytes are invalid from here on.
	}
	return count;
}
