import type { DescMessage } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { fieldsByNumber } from "../wire/fields-by-number.ts";

/**
 * How many fields serialized bytes have at every depth, counted no further than a little above `most`: far quicker than decoding them.
 * Bytes that are no message are counted up to where they are none; why is told by decoding.
 */
export function fieldCount(
	desc: DescMessage,
	bytes: Uint8Array,
	most: number,
): number {
	const reader = new BinaryReader(bytes);
	let count = 0;
	// Each entry is a message that is being read: the list is as long as they are deep.
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
		// It breaks off.
	}
	return count;
}
