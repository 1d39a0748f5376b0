import type { DescField, DescMessage, Registry } from "@bufbuild/protobuf";
import { isDelimited } from "../wire/delimited.ts";
import { extensionField } from "../wire/extension.ts";

/** Returns the field that has `name` in the text format. An extension's name is in brackets; a group also has the name of its type. */
export function textFieldOf(
	message: DescMessage,
	name: string,
	registry: Registry,
): DescField | undefined {
	if (!name.startsWith("["))
		return message.fields.find((field) => textNamesOf(field).includes(name));
	const extension = registry.getExtension(name.slice(1, -1));
	if (extension?.extendee.typeName !== message.typeName) return undefined;
	return extensionField(extension);
}

/** Returns the names that the text format accepts for a field. */
export function textNamesOf(field: DescField): readonly string[] {
	const { name, message } = field;
	return message !== undefined && isDelimited(field)
		? [name, message.name]
		: [name];
}
