import type {
	DescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { mapEntryName } from "../map-entry-name.ts";
import { inScope, messagesOf } from "./elements.ts";

/**
 * Gives the entries of maps the names that protoc gives them. protobuf.js names the entry of `labels` only `Labels`, and every
 * other tool refuses such a file (descriptor.cc, ValidateMapEntry).
 */
export function nameMapEntries(file: FileDescriptorProto): void {
	for (const { name, message } of messagesOf(file)) nameEntries(name, message);
}

function nameEntries(messageName: string, message: DescriptorProto): void {
	const entries = message.nestedType.filter(({ options }) => options?.mapEntry);
	if (entries.length === 0) return;
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
