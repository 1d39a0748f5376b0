import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

type FieldNames = {
	/** By the names that ProtoJSON takes: the JSON name and the one of the .proto file. */
	readonly byName: ReadonlyMap<string, DescField>;
	/** Those that proto2 requires. */
	readonly required: readonly DescField[];
};

const known = new WeakMap<DescMessage, FieldNames>();

/** Gives the fields of a message as JSON refers to them; computed once for each message type. */
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
