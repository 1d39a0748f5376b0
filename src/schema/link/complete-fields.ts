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
import { messagesOf } from "./elements.ts";

const {
	type: TYPE,
	jsonName: JSON_NAME,
	defaultValue: DEFAULT,
	oneofIndex: ONEOF_INDEX,
} = FieldDescriptorProtoSchema.field;

/** Writes into a file what servers leave out or get wrong, and protoc does not: protobuf-es takes descriptors for protoc's. */
export function completeFields(
	file: FileDescriptorProto,
	isEnum: (type: string) => boolean,
): void {
	const messages = messagesOf(file).map(({ message }) => message);
	for (const message of messages) setExtensionsApart(message);
	if (file.syntax === "proto3" && messages.some(isProto2))
		file.syntax = "proto2";
	if (file.syntax === "proto3")
		for (const message of messages) markOptionals(message);
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
 * protobuf.js, and with it @grpc/reflection, puts extensions among the fields of the message they are declared in, and a second time
 * among those of the message they extend, by a full name that begins with a dot.
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

/** protobuf.js calls every file proto3; protoc lets none have these. */
function isProto2({ field, extensionRange }: DescriptorProto): boolean {
	return (
		extensionRange.length > 0 ||
		field.some(
			({ type, defaultValue }) =>
				type === FieldDescriptorProto_Type.GROUP || defaultValue !== "",
		)
	);
}

/**
 * protobuf.js keeps the oneof that stands for an optional field of proto3, and not that it does. One that was found goes behind the
 * written ones, where Go's protobuf wants it (descriptor.proto, proto3_optional).
 */
function markOptionals(message: DescriptorProto): void {
	const { field: fields, oneofDecl: oneofs } = message;
	if (fields.some(({ proto3Optional }) => proto3Optional)) return;
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

/** A parser may leave a field's type to be found by its type's name (descriptor.proto, FieldDescriptorProto.type). */
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
			return quotesInOctal(defaultValue);
		case FieldDescriptorProto_Type.DOUBLE:
		case FieldDescriptorProto_Type.FLOAT:
			return REALS.get(defaultValue) ?? defaultValue;
		default:
			return defaultValue;
	}
}

/** protobuf.js writes reals as JavaScript does. */
const REALS: ReadonlyMap<string, string> = new Map([
	["Infinity", "inf"],
	["-Infinity", "-inf"],
	["NaN", "nan"],
]);

/** protobuf-es 2.17 drops quotes from a default of bytes when it undoes the escapes that protoc gives them. */
function quotesInOctal(escaped: string): string {
	return escaped.replace(/\\(.)/gs, (pair, character) => {
		if (character === '"') return "\\042";
		return character === "'" ? "\\047" : pair;
	});
}
