import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

type FieldNames = {
	/** Fields by the names that ProtoJSON accepts: the JSON name and the name in the .proto file. */
	readonly byName: ReadonlyMap<string, DescField>;
	/** The fields that proto2 requires. */
	readonly required: readonly DescField[];
};

const known = new WeakMap<DescMessage, FieldNames>();

/** Returns the fields of a message by the names that JSON has for them. It computes them once for each message type. */
export function fieldNames(desc: DescMessage): FieldNames {
	const cached = known.get(desc);
	if (cached !== undefined) return cached;
	const byName = new Map<string, DescField>();
	for (const field of desc.fields) byName.set(field.name, field);
	for (const field of desc.fields) byName.set(field.jsonName, field);
	const required = desc.fields.filter(
		({ presence }) => presence === FeatureSet_FieldPresence.LEGACY_REQUIRED,
	);
	const names = { byName, required };
	known.set(desc, names);
	return names;
}
