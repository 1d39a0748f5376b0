import { clearField } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	type FieldDescriptorProto,
	type FileDescriptorProto,
	MessageOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { mapEntryName } from "../map-entry-name.ts";
import { inScope, messagesOf } from "./elements.ts";

const { mapEntry: MAP_ENTRY } = MessageOptionsSchema.field;

/**
 * Corrects the entries of maps, as every other tool demands it (descriptor.cc, ValidateMapEntry). protobuf.js names the entry of `labels`
 * only `Labels`. Where it has read a protoset, it marks as an entry also the message that has the map.
 */
export function correctMapEntries(file: FileDescriptorProto): void {
	for (const { name, message } of messagesOf(file))
		correctEntries(name, message);
}

function correctEntries(messageName: string, message: DescriptorProto): void {
	const entries = message.nestedType.filter(({ options }) => options?.mapEntry);
	if (entries.length === 0) return;
	if (message.options) clearField(message.options, MAP_ENTRY);
	const nested = [...message.nestedType, ...message.enumType];
	const taken = new Set(nested.map(({ name }) => name));
	const byType = Map.groupBy(message.field, ({ typeName }) => typeName);
	for (const entry of entries) {
		const [field, ...others] = [
			entry.name,
			`.${inScope(messageName, entry.name)}`,
		].flatMap((type) => byType.get(type) ?? []);
		if (field === undefined || others.length > 0) continue;
		const name = mapEntryName(field.name);
		if (!taken.has(name)) rename(entry, field, name);
		taken.add(name);
	}
}

function rename(
	entry: DescriptorProto,
	field: FieldDescriptorProto,
	name: string,
): void {
	const scope = field.typeName.slice(0, -entry.name.length);
	field.typeName = `${scope}${name}`;
	entry.name = name;
}
