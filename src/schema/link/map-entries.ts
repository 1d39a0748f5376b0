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
		const field = fieldOf(entry, [
			...(byType.get(entry.name) ?? []),
			...(byType.get(`.${inScope(messageName, entry.name)}`) ?? []),
		]);
		if (field === undefined) continue;
		const name = mapEntryName(field.name);
		if (!taken.has(name)) rename(entry, field, name);
		taken.add(name);
	}
}

/**
 * Returns the map field of an entry. Fields of protobuf.js may have another type of the entry's name: beside `map<string, Item> item`,
 * `Item last` has the type `Item`, too.
 */
function fieldOf(
	entry: DescriptorProto,
	users: readonly FieldDescriptorProto[],
): FieldDescriptorProto | undefined {
	return users.length === 1
		? users[0]
		: users.find(({ name }) => upperFirst(name) === entry.name);
}

/** protobuf.js makes the name of an entry so (util.ucFirst). */
function upperFirst(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
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
