import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { type Field, MESSAGES, type Message } from "./schema.ts";

/** The first bytes of every protobuf body: `k8s` and 0. */
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/**
 * Decodes a body of type application/vnd.kubernetes.protobuf to the object that JSON would hold. The body is an envelope
 * (runtime.Unknown) with apiVersion and kind around the message. Returns undefined for a kind that is not in {@link MESSAGES}, and for
 * any other body.
 */
export function decodeKubernetesProtobuf(body: Buffer): object | undefined {
	if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
	const { apiVersion, kind, raw } = readEnvelope(body.subarray(MAGIC.length));
	const message = MESSAGES[`${apiVersion} ${kind}`];
	if (!message) return undefined;
	return { apiVersion, kind, metadata: {}, ...readMessage(message, raw) };
}

function readEnvelope(bytes: Uint8Array) {
	const reader = new BinaryReader(bytes);
	let type = { apiVersion: "", kind: "" };
	let raw: Uint8Array = new Uint8Array();
	while (reader.pos < reader.len) {
		const [number, wireType] = reader.tag();
		if (number === 1) type = readTypeMeta(reader.bytes());
		else if (number === 2) raw = reader.bytes();
		else reader.skip(wireType, number);
	}
	return { ...type, raw };
}

function readTypeMeta(bytes: Uint8Array) {
	const reader = new BinaryReader(bytes);
	const type = { apiVersion: "", kind: "" };
	while (reader.pos < reader.len) {
		const [number, wireType] = reader.tag();
		if (number === 1) type.apiVersion = reader.string();
		else if (number === 2) type.kind = reader.string();
		else reader.skip(wireType, number);
	}
	return type;
}

function readMessage(message: Message, bytes: Uint8Array) {
	const reader = new BinaryReader(bytes);
	const object: Record<string, unknown> = {};
	while (reader.pos < reader.len) {
		const [number, wireType] = reader.tag();
		const field = message.get(number);
		if (field) readField(reader, field, object);
		else reader.skip(wireType, number);
	}
	return object;
}

function readField(
	reader: BinaryReader,
	field: Field,
	object: Record<string, unknown>,
): void {
	const { name } = field;
	switch (field.shape) {
		case "map": {
			const present = object[name];
			const map = typeof present === "object" ? present : {};
			object[name] = { ...map, ...readEntry(field, reader.bytes()) };
			return;
		}
		case "list": {
			const present = object[name];
			const items = Array.isArray(present) ? present : [];
			object[name] = [...items, readValue(reader, field)];
			return;
		}
		case "single": {
			const value = readValue(reader, field);
			if (!isAbsent(field, value)) object[name] = value;
		}
	}
}

/** A map entry is encoded as a message with the key in field 1 and the value in field 2. */
function readEntry(field: Field, bytes: Uint8Array): Record<string, unknown> {
	const reader = new BinaryReader(bytes);
	let key = "";
	let value: unknown = "";
	while (reader.pos < reader.len) {
		const [number, wireType] = reader.tag();
		if (number === 1 && wireType === WireType.LengthDelimited)
			key = reader.string();
		else value = readValue(reader, field);
	}
	return { [key]: value };
}

function readValue(reader: BinaryReader, { value }: Field): unknown {
	switch (value) {
		case "string":
			return reader.string();
		case "bytes":
			return Buffer.from(reader.bytes()).toString("base64");
		case "bool":
			return reader.bool();
		case "int":
		case "optional-int":
			return Number(reader.int64());
		default:
			return readMessage(value, reader.bytes());
	}
}

/** Go encodes empty values of fields that are not pointers. JSON leaves them out. */
function isAbsent({ value }: Field, decoded: unknown): boolean {
	return (
		decoded === "" ||
		(decoded === 0 && value === "int") ||
		(typeof decoded === "object" &&
			decoded !== null &&
			Object.keys(decoded).length === 0)
	);
}
