import type {
	DescExtension,
	DescField,
	DescMessage,
	Registry,
} from "@bufbuild/protobuf";

const containers = new WeakMap<DescExtension, DescMessage>();

/** Returns an extension as a field of the message that it extends. protobuf-es gives both the same shape, but its types do not say so. */
export function extensionField(extension: DescExtension): DescField {
	return {
		...extension,
		kind: "field",
		parent: extension.extendee,
		localName: extension.typeName,
	} as DescField;
}

/** Returns the extended message with the extension as its only field, so that code for fields can read the extension's value. */
export function extensionContainer(extension: DescExtension): DescMessage {
	const known = containers.get(extension);
	if (known !== undefined) return known;
	const field = extensionField(extension);
	const container: DescMessage = {
		...extension.extendee,
		fields: [field],
		members: [field],
		oneofs: [],
		field: { [field.localName]: field },
	};
	containers.set(extension, container);
	return container;
}

/** Returns the names of a message's extensions as JSON and the text format write them: `[package.name]`. */
export function extensionNames(
	{ typeName }: DescMessage,
	registry: Registry,
): readonly string[] {
	return [...registry].flatMap((type) =>
		type.kind === "extension" && type.extendee.typeName === typeName
			? [`[${type.typeName}]`]
			: [],
	);
}
