import type {
	DescExtension,
	DescField,
	DescMessage,
	Registry,
} from "@bufbuild/protobuf";

const containers = new WeakMap<DescExtension, DescMessage>();

/** Gives an extension as a field of the message that it extends. protobuf-es keeps both in the same shape, its types do not say so. */
export function extensionField(extension: DescExtension): DescField {
	return {
		...extension,
		kind: "field",
		parent: extension.extendee,
		localName: extension.typeName,
	} as DescField;
}

/** Gives the extended message as if the extension were its one field, so that its value is read as a field's is. */
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

/** The names of a message's extensions as JSON and the text format have them: `[package.name]`. */
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
