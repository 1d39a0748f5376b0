import { isFieldSet } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	type FieldDescriptorProto,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	type FileDescriptorProto,
	type OneofDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { octalEscape } from "../octal-escape.ts";
import { messagesOf } from "./elements.ts";

const {
	type: TYPE,
	jsonName: JSON_NAME,
	defaultValue: DEFAULT,
	oneofIndex: ONEOF_INDEX,
} = FieldDescriptorProtoSchema.field;

/** Corrects in a file what some servers leave out or get wrong: protobuf-es expects descriptors as protoc writes them. */
export function completeFields(
	file: FileDescriptorProto,
	isEnum: (type: string) => boolean,
): void {
	const messages = messagesOf(file).map(({ message }) => message);
	for (const message of messages) setExtensionsApart(message);
	if (file.syntax === "proto3" && !messages.some(hasMarks))
		messages.forEach(markOptionals);
	const fields = messages.flatMap(({ field, extension }) => [
		...field,
		...extension,
	]);
	for (const field of [...fields, ...file.extension]) {
		completeKind(field, isEnum);
		if (isFieldSet(field, DEFAULT)) field.defaultValue = completeDefault(field);
		if (!isFieldSet(field, JSON_NAME))
			field.jsonName = derivedJsonName(field.name);
	}
}

/**
 * protobuf.js, and so @grpc/reflection, lists an extension among the fields of the message that declares it. It lists it again
 * among the fields of the message that it extends, with a full name that begins with a dot.
 */
function setExtensionsApart(message: DescriptorProto): void {
	const isCopy = ({ name }: FieldDescriptorProto) => name.startsWith(".");
	const isExtension = ({ extendee }: FieldDescriptorProto) => extendee !== "";
	if (!message.field.some((field) => isCopy(field) || isExtension(field)))
		return;
	message.extension.push(...message.field.filter(isExtension));
	message.field = message.field.filter(
		(field) => !isCopy(field) && !isExtension(field),
	);
}

function hasMarks({ field }: DescriptorProto): boolean {
	return field.some(({ proto3Optional }) => proto3Optional);
}

/**
 * Marks optional fields of proto3. protobuf.js keeps the oneof of such a field and leaves out the mark, and also the field's JSON name,
 * which protoc writes. A marked field's oneof moves behind the written ones, where Go's protobuf requires it (descriptor.proto,
 * proto3_optional).
 */
function markOptionals(message: DescriptorProto): void {
	const { field: fields, oneofDecl: oneofs } = message;
	if (!oneofs.some(({ name }) => name.startsWith("_"))) return;
	const members = Map.groupBy(
		fields.filter((field) => isFieldSet(field, ONEOF_INDEX)),
		({ oneofIndex }) => oneofs[oneofIndex],
	);
	const written: OneofDescriptorProto[] = [];
	const synthetic: OneofDescriptorProto[] = [];
	for (const oneof of oneofs) {
		const [only, ...others] = members.get(oneof) ?? [];
		const isSynthetic =
			only !== undefined &&
			others.length === 0 &&
			!isFieldSet(only, JSON_NAME) &&
			oneof.name === `_${only.name}`;
		if (isSynthetic) only.proto3Optional = true;
		(isSynthetic ? synthetic : written).push(oneof);
	}
	message.oneofDecl = [...written, ...synthetic];
	const places = new Map(
		message.oneofDecl.map((oneof, index) => [oneof, index]),
	);
	for (const [oneof, fieldsOf] of members) {
		const place = oneof && places.get(oneof);
		if (place !== undefined)
			for (const field of fieldsOf) field.oneofIndex = place;
	}
}

/** Sets the type of a field that has only a type name, as a parser may leave it (descriptor.proto, FieldDescriptorProto.type). */
function completeKind(
	field: FieldDescriptorProto,
	isEnum: (type: string) => boolean,
): void {
	if (isFieldSet(field, TYPE) || field.typeName === "") return;
	field.type = isEnum(field.typeName.slice(1))
		? FieldDescriptorProto_Type.ENUM
		: FieldDescriptorProto_Type.MESSAGE;
}

function completeDefault({ type, defaultValue }: FieldDescriptorProto): string {
	switch (type) {
		case FieldDescriptorProto_Type.BYTES:
			return completeBytes(defaultValue);
		case FieldDescriptorProto_Type.DOUBLE:
		case FieldDescriptorProto_Type.FLOAT:
			return REALS.get(defaultValue) ?? defaultValue;
		default:
			return defaultValue;
	}
}

/** protobuf.js writes special values of reals as JavaScript does. */
const REALS: ReadonlyMap<string, string> = new Map([
	["Infinity", "inf"],
	["-Infinity", "-inf"],
	["NaN", "nan"],
]);

/** protobuf.js escapes nothing, so quotes, control characters and what is not ASCII are written in octal. */
function completeBytes(value: string): string {
	return quotesInOctal(value).replace(/\\.|["']|[^ -~]/gsu, (match) =>
		match.startsWith("\\") ? match : inOctal(match),
	);
}

/** Writes escaped quotes in a default of bytes in octal: protobuf-es 2.17 drops them when it undoes protoc's escapes. */
export function quotesInOctal(value: string): string {
	return value.replace(/\\(.)/gsu, (pair, escaped) =>
		escaped === '"' || escaped === "'" ? inOctal(escaped) : pair,
	);
}

function inOctal(text: string): string {
	return Array.from(Buffer.from(text), octalEscape).join("");
}
