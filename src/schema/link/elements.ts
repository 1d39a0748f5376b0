import type {
	DescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";

/** What a full name stands for in a file. */
type ElementKind =
	| "message"
	| "enum"
	| "service"
	| "extension"
	| "method"
	| "member";

type Element = { readonly name: string; readonly kind: ElementKind };

/** A message with its full name, nested ones too: the outer before the inner. */
type NamedMessage = {
	readonly name: string;
	readonly message: DescriptorProto;
};

/** The messages of a file at every depth. */
export function messagesOf(file: FileDescriptorProto): readonly NamedMessage[] {
	const found: NamedMessage[] = file.messageType.map((message) => ({
		name: inScope(file.package, message.name),
		message,
	}));
	// The list grows while it is walked, so that depth costs no stack.
	for (const { name, message } of found)
		for (const nested of message.nestedType)
			found.push({ name: inScope(name, nested.name), message: nested });
	return found;
}

/** The services of a file by full name. */
export function serviceNamesOf(file: FileDescriptorProto): readonly string[] {
	return file.service.map(({ name }) => inScope(file.package, name));
}

/** The messages and enums of a file: what a field or a method may be of. */
export function* typesIn(
	file: FileDescriptorProto,
): Generator<Element & { readonly kind: "message" | "enum" }> {
	for (const { name, message } of messagesOf(file)) {
		yield { name, kind: "message" };
		for (const type of message.enumType)
			yield { name: inScope(name, type.name), kind: "enum" };
	}
	for (const type of file.enumType)
		yield { name: inScope(file.package, type.name), kind: "enum" };
}

/** Everything in a file that has a full name: types, services, extensions, methods, fields, oneofs and enum values. */
export function* elementsOf(file: FileDescriptorProto): Generator<Element> {
	for (const { name, message } of messagesOf(file)) {
		yield { name, kind: "message" };
		yield* members(name, [...message.field, ...message.oneofDecl]);
		yield* enums(name, message.enumType);
		yield* extensions(name, message.extension);
	}
	yield* enums(file.package, file.enumType);
	yield* extensions(file.package, file.extension);
	for (const service of file.service) {
		const name = inScope(file.package, service.name);
		yield { name, kind: "service" };
		for (const method of service.method)
			yield { name: inScope(name, method.name), kind: "method" };
	}
}

function* enums(
	scope: string,
	types: DescriptorProto["enumType"],
): Generator<Element> {
	for (const type of types) {
		yield { name: inScope(scope, type.name), kind: "enum" };
		// A value's full name is its enum's sibling (descriptor.proto, C++ scoping); it is looked for under both.
		yield* members(scope, type.value);
		yield* members(inScope(scope, type.name), type.value);
	}
}

function* extensions(
	scope: string,
	fields: readonly FieldDescriptorProto[],
): Generator<Element> {
	for (const { name } of fields)
		yield { name: inScope(scope, name), kind: "extension" };
}

function* members(
	scope: string,
	parts: readonly { readonly name: string }[],
): Generator<Element> {
	for (const { name } of parts)
		yield { name: inScope(scope, name), kind: "member" };
}

/** Gives the full name of what is called `name` in a package or a message. */
export function inScope(scope: string, name: string): string {
	return scope === "" ? name : `${scope}.${name}`;
}

/** Gives the scope that a full name, or a scope, lies in: a package, a message or a service; empty for what lies in none. */
export function outerScope(name: string): string {
	return name.slice(0, Math.max(name.lastIndexOf("."), 0));
}

/** What a full name is in its own scope. */
export function lastPart(name: string): string {
	return name.slice(name.lastIndexOf(".") + 1);
}
