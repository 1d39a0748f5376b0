import type {
	DescEnum,
	DescExtension,
	DescField,
	DescMessage,
	DescService,
	FileRegistry,
} from "@bufbuild/protobuf";
import { compareText } from "../print/order.ts";

/** What is compared: declarations that have a name of their own. */
export type SchemaType = DescMessage | DescEnum | DescService | DescExtension;

/** Types by full name, in the order of their names. */
export type SchemaTypes = ReadonlyMap<string, SchemaType>;

/**
 * Everything that calls of the services can carry: their messages and enums, all that those refer to, and their extensions. Without
 * services, everything that is declared outside google.protobuf.
 */
export function typesOf(
	registry: FileRegistry,
	services: readonly string[],
): SchemaTypes {
	const found = new Map<string, SchemaType>();
	const roots =
		services.length === 0
			? [...registry].filter(isDeclaredHere)
			: services.flatMap((name) => registry.getService(name) ?? []);
	const extensions = extensionsByExtendee(registry);
	const waiting: SchemaType[] = [...roots];
	for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
		if (found.has(type.typeName)) continue;
		found.set(type.typeName, type);
		waiting.push(...usedBy(type), ...(extensions.get(type.typeName) ?? []));
	}
	return new Map([...found].toSorted(([a], [b]) => compareText(a, b)));
}

function isDeclaredHere({ typeName }: SchemaType): boolean {
	return !typeName.startsWith("google.protobuf.");
}

function extensionsByExtendee(
	registry: FileRegistry,
): ReadonlyMap<string, readonly DescExtension[]> {
	const all = [...registry].filter((type) => type.kind === "extension");
	return Map.groupBy(all, ({ extendee }) => extendee.typeName);
}

function usedBy(type: SchemaType): readonly SchemaType[] {
	switch (type.kind) {
		case "service":
			return type.methods.flatMap(({ input, output }) => [input, output]);
		case "message":
			return type.fields.flatMap(typesOfField);
		case "extension":
			return typesOfField(type);
		case "enum":
			return [];
	}
}

function typesOfField({
	message,
	enum: type,
}: DescField | DescExtension): readonly SchemaType[] {
	return [message, type].filter((used) => used !== undefined);
}
