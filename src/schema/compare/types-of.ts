import type {
	DescEnum,
	DescExtension,
	DescField,
	DescMessage,
	DescService,
	FileRegistry,
	Registry,
} from "@bufbuild/protobuf";
import { isKnownFile, isWellKnownFile } from "../known/known-files.ts";
import { knownRegistry } from "../known/known-registry.ts";
import { compareText } from "../print/order.ts";

/** A declaration that is compared and has a full name. */
export type SchemaType = DescMessage | DescEnum | DescService | DescExtension;

/** Types by full name, in the order of their names. */
export type SchemaTypes = ReadonlyMap<string, SchemaType>;

/** Returns all that calls of the services can carry: messages, enums, everything these refer to, and extensions of the messages. */
export function typesOfServices(
	registry: FileRegistry,
	services: readonly string[],
): SchemaTypes {
	return withAllUsed(
		services.flatMap((name) => registry.getService(name) ?? []),
		extensionsByExtendee(registry),
	);
}

/** Returns all declarations of files that are not google.protobuf's or google.rpc's, and everything that they refer to. */
export function declaredTypes(registry: FileRegistry): SchemaTypes {
	const isKnown = ({ file }: SchemaType) => isKnownFile(file.proto.name);
	return withAllUsed(
		[...registry].filter((type) => !isKnown(type)),
		extensionsByExtendee(registry),
	);
}

/** Returns the declarations that have these names. A name without a declaration is left out. */
export function typesNamed(
	registry: FileRegistry,
	names: ReadonlySet<string>,
): SchemaTypes {
	return inOrder(
		[...names].flatMap((name) => declaredIn(registry, name) ?? []),
	);
}

/**
 * Returns what a schema itself declares by a name. Every registry also has this program's own types of google.rpc, which may be
 * newer than the schema: those count as not declared.
 */
export function declaredIn(
	registry: Registry,
	name: string,
): SchemaType | undefined {
	const found = registry.get(name);
	const isOwnRpcType =
		found !== undefined &&
		found === knownRegistry().get(name) &&
		!isWellKnownFile(found.file.proto.name);
	return isOwnRpcType ? undefined : found;
}

type Extensions = ReadonlyMap<string, readonly DescExtension[]>;

/** Returns the declarations, everything that they refer to, and the given extensions of their messages. */
export function withAllUsed(
	roots: readonly SchemaType[],
	extensions: Extensions = new Map(),
): SchemaTypes {
	const found = new Map<string, SchemaType>();
	const waiting = [...roots];
	for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
		if (found.has(type.typeName)) continue;
		found.set(type.typeName, type);
		waiting.push(...usedBy(type), ...(extensions.get(type.typeName) ?? []));
	}
	return inOrder([...found.values()]);
}

function inOrder(types: readonly SchemaType[]): SchemaTypes {
	const sorted = types.toSorted((a, b) => compareText(a.typeName, b.typeName));
	return new Map(sorted.map((type) => [type.typeName, type]));
}

function extensionsByExtendee(registry: FileRegistry): Extensions {
	const all = [...registry].filter((type) => type.kind === "extension");
	return Map.groupBy(all, ({ extendee }) => extendee.typeName);
}

/** Returns the types that a declaration refers to directly. */
export function usedBy(type: SchemaType): readonly SchemaType[] {
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

/** Returns the message or the enum that a field holds, if it holds one. */
export function typesOfField({
	message,
	enum: type,
}: DescField | DescExtension): readonly SchemaType[] {
	return [message, type].filter((used) => used !== undefined);
}
