/**
 * The two messages of Health/Check and Health/Watch, decoded by hand. Every pod is asked for them, and protobuf-es would first evaluate
 * all its descriptors, which is a third of a short run. The generated code decodes everything else of grpc.health.v1.
 */

/** The field number of `HealthCheckRequest.service` and of `HealthCheckResponse.status`. */
const FIELD = 1;

/** Wire types (protobuf.dev/programming-guides/encoding). Groups do not exist in proto3, so a message with one is refused. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Encodes a HealthCheckRequest. An empty name means the server as a whole and takes no byte. */
export function encodeCheckRequest(service: string): Uint8Array {
	const name = Buffer.from(service, "utf8");
	if (name.length === 0) return name;
	const tag = (FIELD << 3) | LENGTH_DELIMITED;
	return Buffer.from([tag, ...varintBytes(name.length), ...name]);
}

function* varintBytes(value: number): Generator<number> {
	let rest = value;
	for (; rest > 0x7f; rest >>>= 7) yield (rest & 0x7f) | 0x80;
	yield rest;
}

/**
 * Returns the number of the status in a HealthCheckResponse: 0, UNKNOWN, when there is none, and the last when there are several.
 * @throws RangeError for bytes that are no message
 */
export function decodeServingStatus(message: Uint8Array): number {
	let at = 0;
	let status = 0;
	while (at < message.length) {
		const tag = readVarint(message, at);
		if (tag.value >>> 3 === 0) throw new RangeError("a field has no number");
		const isStatus = tag.value >>> 3 === FIELD && (tag.value & 7) === VARINT;
		if (isStatus) status = readVarint(message, tag.end).value;
		at = endOfValue(message, tag.value & 7, tag.end);
		if (at > message.length) throw new RangeError("a field is cut short");
	}
	return status;
}

function endOfValue(message: Uint8Array, wireType: number, at: number): number {
	switch (wireType) {
		case VARINT:
			return readVarint(message, at).end;
		case FIXED64:
			return at + 8;
		case LENGTH_DELIMITED: {
			const length = readVarint(message, at);
			return length.end + (length.value >>> 0);
		}
		case FIXED32:
			return at + 4;
		default:
			throw new RangeError(`wire type ${wireType}`);
	}
}

/** Bytes of the longest varint, which has 64 bits. */
const LONGEST_VARINT = 10;

/** Reads a varint as an int32, like an enum's number. Higher bits are dropped. @throws RangeError */
function readVarint(
	message: Uint8Array,
	start: number,
): { readonly value: number; readonly end: number } {
	let value = 0;
	for (let index = 0; index < LONGEST_VARINT; index++) {
		const byte = message[start + index];
		if (byte === undefined) throw new RangeError("a varint is cut short");
		if (index < 5) value |= (byte & 0x7f) << (7 * index);
		if (byte < 0x80) return { value, end: start + index + 1 };
	}
	throw new RangeError("a varint is too long");
}
