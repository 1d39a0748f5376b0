import {
	type DescriptorProto,
	type FieldDescriptorProto,
	FieldDescriptorProto_Type,
	type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { inScope, messagesOf, outerScope } from "./elements.ts";

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

/**
 * Returns the full name that a reference means, without a leading dot, or undefined where no known name matches. It tries a
 * relative name from its scope outwards, as compilers do; protobufjs sends such names.
 */
export function resolveName(
	{ name, scope }: Pick<Reference, "name" | "scope">,
	isKnown: (name: string) => boolean,
): string | undefined {
	if (name.startsWith(".")) {
		const absolute = name.slice(1);
		return isKnown(absolute) ? absolute : undefined;
	}
	for (let around = scope; ; around = outerScope(around)) {
		const candidate = inScope(around, name);
		if (isKnown(candidate)) return candidate;
		if (around === "") return undefined;
	}
}
