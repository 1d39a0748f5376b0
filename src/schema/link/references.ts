import {
	type DescriptorProto,
	type FieldDescriptorProto,
	FieldDescriptorProto_Type,
	type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { inScope, lastPart, messagesOf, outerScope } from "./elements.ts";

/** A reference to a type in a field, an extension or a method. */
export type Reference = {
	/** The name as written: absolute with a leading dot, or relative to `scope` and the scopes around it. */
	readonly name: string;
	readonly scope: string;
	readonly kind: "message" | "enum";
	/** The field or the method that has the reference. */
	readonly element: object;
	/** Replaces the name in the descriptor by an absolute one. */
	readonly replace: (absolute: string) => void;
};

/** Yields every reference to a type in a file. */
export function* referencesOf(file: FileDescriptorProto): Generator<Reference> {
	for (const { name, message } of messagesOf(file)) {
		yield* fieldReferences(name, message.field);
		yield* fieldReferences(name, message.extension);
	}
	yield* fieldReferences(file.package, file.extension);
	for (const service of file.service) {
		const scope = inScope(file.package, service.name);
		for (const method of service.method) {
			yield {
				name: method.inputType,
				scope,
				kind: "message",
				element: method,
				replace: (absolute) => {
					method.inputType = absolute;
				},
			};
			yield {
				name: method.outputType,
				scope,
				kind: "message",
				element: method,
				replace: (absolute) => {
					method.outputType = absolute;
				},
			};
		}
	}
}

function* fieldReferences(
	scope: string,
	fields: DescriptorProto["field"],
): Generator<Reference> {
	for (const field of fields) {
		if (field.extendee !== "")
			yield {
				name: field.extendee,
				scope,
				kind: "message",
				element: field,
				replace: (absolute) => {
					field.extendee = absolute;
				},
			};
		if (field.typeName !== "")
			yield {
				name: field.typeName,
				scope,
				kind: isEnum(field) ? "enum" : "message",
				element: field,
				replace: (absolute) => {
					field.typeName = absolute;
				},
			};
	}
}

function isEnum({ type }: FieldDescriptorProto): boolean {
	return type === FieldDescriptorProto_Type.ENUM;
}

/** Returns the full name that a reference in a descriptor means, or else that it can mean in source: its own may be missing. */
export function resolveReference(
	reference: Name,
	isKnown: (name: string) => boolean,
): string | undefined {
	return (
		resolveShortened(reference, isKnown) ?? resolveName(reference, isKnown)
	);
}

/**
 * Returns the full name that a reference in a descriptor means, without a leading dot, or undefined where no known name matches. Compilers
 * write absolute names. protobuf.js leaves out what the name has in common with the scope, so that a scope is not meant whose next
 * part is also the first of the rest: from `a.b.c.M`, `b.X` is not `a.b.X`.
 */
export function resolveShortened(
	reference: Name,
	isKnown: (name: string) => boolean,
): string | undefined {
	const { name } = reference;
	// Nearly all names are absolute, and there are many.
	if (name.startsWith(".")) return resolveName(reference, isKnown);
	const [first, ...others] = name.split(".");
	for (const { full, inner } of candidatesOf(reference))
		if ((inner !== first || others.length === 0) && isKnown(full)) return full;
	return undefined;
}

/**
 * Returns the full name that a name in source means, without a leading dot, or undefined where no known name matches. It tries a
 * relative name from its scope outwards, as compilers do.
 */
export function resolveName(
	name: Name,
	isKnown: (name: string) => boolean,
): string | undefined {
	if (name.name.startsWith(".")) {
		const full = name.name.slice(1);
		return isKnown(full) ? full : undefined;
	}
	for (const { full } of candidatesOf(name)) if (isKnown(full)) return full;
	return undefined;
}

type Name = Pick<Reference, "name" | "scope">;

type Candidate = {
	readonly full: string;
	/** The part of the scope behind the one that is tried. */
	readonly inner: string | undefined;
};

/** Yields what a relative name may mean, the innermost scope first. */
function* candidatesOf({ name, scope }: Name): Generator<Candidate, void> {
	let inner: string | undefined;
	for (let around = scope; ; around = outerScope(around)) {
		yield { full: inScope(around, name), inner };
		if (around === "") return;
		inner = lastPart(around);
	}
}
