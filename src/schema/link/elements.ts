import type {
	DescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";

/** What a full name declares in a file. */
type ElementKind =
	| "message"
	| "enum"
	| "service"
	| "extension"
	| "method"
	| "member";

type Element = { readonly name: string; readonly kind: ElementKind };

/** A message with its full name. */
type NamedMessage = {
	readonly name: string;
	readonly message: DescriptorProto;
};

/** Returns the messages of a file at every depth. An outer message stands before those nested in it. */
export function messagesOf(file: FileDescriptorProto): readonly NamedMessage[] {
	const found: NamedMessage[] = file.messageType.map((message) => ({
		name: inScope(file.package, message.name),
		message,
	}));
	// The list grows during the loop, so that deep nesting needs no recursion.
	for (const { name, message } of found)
		for (const nested of message.nestedType)
			found.push({ name: inScope(name, nested.name), message: nested });
	return found;
}

/** Returns the full names of a file's services. */
export function serviceNamesOf(file: FileDescriptorProto): readonly string[] {
	return file.service.map(({ name }) => inScope(file.package, name));
}

/** Yields the messages and enums of a file: the possible types of a field or a method. */
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

/** Yields everything in a file that has a full name: types, services, extensions, methods, fields, oneofs and enum values. */
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
		// The scope of a value's full name is that of its enum (descriptor.proto, C++ scoping). Users look for it under the enum too.
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

/** Returns the full name of `name` in a package or a message. */
export function inScope(scope: string, name: string): string {
	return scope === "" ? name : `${scope}.${name}`;
}

/** Returns the scope that encloses a full name: a package, a message or a service. Empty where none does. */
export function outerScope(name: string): string {
	return name.slice(0, Math.max(name.lastIndexOf("."), 0));
}

/** Returns the last part of a full name. */
export function lastPart(name: string): string {
	return name.slice(name.lastIndexOf(".") + 1);
}
