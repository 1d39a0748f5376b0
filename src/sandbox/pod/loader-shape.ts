import {
	create,
	type DescEnum,
	type DescField,
	type DescMessage,
	type DescMethod,
	type DescService,
	fromBinary,
	isMessage,
	type Message,
	ScalarType,
	toBinary,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { pathOf } from "./methods.ts";

/** How @grpc/proto-loader names fields: as in the .proto file or in camel case. */
type FieldNames = "proto" | "camel-case";

/**
 * Returns a service definition whose handlers receive and return plain objects in the form of @grpc/proto-loader, with int64 and enums
 * as strings. The channelz of grpc-js and @grpc/reflection need that form. They load .proto files from disk, which the bundle does not
 * have, so that bundled descriptors are used here.
 */
export function loaderShapedService(
	service: DescService,
	names: FieldNames,
): ServiceDefinition {
	return Object.fromEntries(
		service.methods.map((method) => [
			method.name,
			loaderShapedMethod(method, names),
		]),
	);
}

function loaderShapedMethod(
	method: DescMethod,
	names: FieldNames,
): MethodDefinition<object, object> {
	const decode = (desc: DescMessage) => (bytes: Uint8Array) =>
		toLoaderShape(reflect(desc, fromBinary(desc, bytes)), names);
	const encode = (desc: DescMessage) => (value: object) =>
		Buffer.from(toBinary(desc, fromLoaderShape(desc, value, names)));
	return {
		path: pathOf(method),
		requestStream: /^(client|bidi)/.test(method.methodKind),
		responseStream: /^(server|bidi)/.test(method.methodKind),
		requestSerialize: encode(method.input),
		requestDeserialize: decode(method.input),
		responseSerialize: encode(method.output),
		responseDeserialize: decode(method.output),
	};
}

function keyOf(field: DescField, names: FieldNames): string {
	return names === "proto" ? field.name : field.localName;
}

/**
 * Converts what the requests of both services contain: scalars and singular messages. The name of a oneof holds the name of the field
 * that is set.
 */
function toLoaderShape(
	message: ReflectMessage,
	names: FieldNames,
): Record<string, unknown> {
	const plain: Record<string, unknown> = {};
	for (const field of message.fields) {
		if (field.oneof && !message.isSet(field)) continue;
		if (field.oneof) plain[field.oneof.localName] = keyOf(field, names);
		if (field.fieldKind === "message")
			plain[keyOf(field, names)] = toLoaderShape(message.get(field), names);
		if (field.fieldKind === "scalar") {
			const value = message.get(field);
			plain[keyOf(field, names)] =
				typeof value === "bigint" ? String(value) : value;
		}
	}
	return plain;
}

function fromLoaderShape(
	desc: DescMessage,
	value: object,
	names: FieldNames,
): Message {
	if (isMessage(value)) return value;
	const message = reflect(desc, create(desc));
	const given = new Map<string, unknown>(Object.entries(value));
	for (const field of desc.fields) {
		const plain = given.get(keyOf(field, names));
		if (plain === undefined || plain === null) continue;
		setField(message, field, plain, names);
	}
	return message.message;
}

function setField(
	message: ReflectMessage,
	field: DescField,
	plain: unknown,
	names: FieldNames,
): void {
	switch (field.fieldKind) {
		case "list":
			for (const item of Array.isArray(plain) ? plain : [])
				message.get(field).add(elementOf(field, item, names));
			return;
		case "map":
			return; // Neither service has one.
		default:
			message.set(field, elementOf(field, plain, names));
	}
}

type Element = {
	readonly message?: DescMessage | undefined;
	readonly enum?: DescEnum | undefined;
	readonly scalar?: ScalarType | undefined;
};

function elementOf(
	element: Element,
	plain: unknown,
	names: FieldNames,
): unknown {
	if (element.message)
		return reflect(
			element.message,
			fromLoaderShape(element.message, Object(plain), names),
		);
	if (element.enum)
		return element.enum.values.find((value) => value.name === plain)?.number;
	switch (element.scalar) {
		case ScalarType.INT64:
		case ScalarType.UINT64:
			return BigInt(String(plain));
		case ScalarType.BYTES:
			return plain instanceof Uint8Array ? plain : new Uint8Array();
		default:
			return plain;
	}
}
