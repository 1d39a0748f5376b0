import type { DescField, DescMessage, Registry } from "@bufbuild/protobuf";
import { isDelimited } from "../wire/delimited.ts";
import { extensionField } from "../wire/extension.ts";

/** Finds the field that the text format calls `name`, in brackets when it is an extension. A group goes by its type's name. */
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

/** The names that the text format takes for a field. */
export function textNamesOf(field: DescField): readonly string[] {
	const { name, message } = field;
	return message !== undefined && isDelimited(field)
		? [name, message.name]
		: [name];
}
