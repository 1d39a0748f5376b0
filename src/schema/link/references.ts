import {
	type DescriptorProto,
	type FieldDescriptorProto,
	FieldDescriptorProto_Type,
	type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { inScope, messagesOf, outerScope } from "./elements.ts";

/** A type that a file names: in a field, an extension or a method. */
export type Reference = {
	/** As written: absolute with a dot before it, or to be looked for from the scope outwards. */
	readonly name: string;
	readonly scope: string;
	readonly kind: "message" | "enum";
	/** The field or the method that names it. */
	readonly element: object;
	/** Writes the name in full. */
	readonly replace: (absolute: string) => void;
};

/** Every type that a file refers to. */
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
 * Finds what a reference means, without a dot before it: a relative name is looked for from its scope outwards, as compilers do;
 * protobufjs sends such names. Undefined when nothing is called that.
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
