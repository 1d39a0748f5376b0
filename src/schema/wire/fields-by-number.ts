import type { DescField, DescMessage } from "@bufbuild/protobuf";

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>();

/** Returns the fields of a message by number, without extensions. It makes the map once for each message. */
export function fieldsByNumber(
	desc: DescMessage,
): ReadonlyMap<number, DescField> {
	let fields = known.get(desc);
	if (fields === undefined) {
		fields = new Map(desc.fields.map((field) => [field.number, field]));
		known.set(desc, fields);
	}
	return fields;
}
