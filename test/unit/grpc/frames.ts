/** Returns a frame as it is sent (RFC 9113 section 4.1). */
export function frame(
	type: number,
	flags: number,
	streamId: number,
	payload: Uint8Array = Buffer.alloc(0),
): Buffer {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head.writeUInt8(type, 3);
	head.writeUInt8(flags, 4);
	head.writeUInt32BE(streamId, 5);
	return Buffer.concat([head, payload]);
}

const END_HEADERS = 4;
const [DATA, HEADERS, SETTINGS_TYPE, GOAWAY] = [0, 1, 4, 7];
const ACK = 1;

/** SETTINGS without parameters, which either side may begin with. */
export const SETTINGS = frame(SETTINGS_TYPE, 0, 0);

/** The acknowledgement of the other side's SETTINGS. */
export const SETTINGS_ACK = frame(SETTINGS_TYPE, ACK, 0);

/** Returns a literal header field without indexing (RFC 7541 section 6.2.2). */
export const field = (name: string, value: string) =>
	Buffer.concat([
		Buffer.from([0, name.length]),
		Buffer.from(name),
		Buffer.from([value.length]),
		Buffer.from(value),
	]);

/** Returns integers of 32 bits, one after the other. */
export const numbers = (...values: readonly number[]) => {
	const bytes = Buffer.alloc(4 * values.length);
	for (const [at, value] of values.entries())
		bytes.writeUInt32BE(value, 4 * at);
	return bytes;
};

/** Returns a message as gRPC frames it, not compressed. */
export const message = (body: string | Uint8Array) =>
	Buffer.concat([Buffer.from([0]), numbers(body.length), Buffer.from(body)]);

/** Returns the header block that begins the first call's response, with these fields. */
export const responseOf = (...fields: readonly Buffer[]) =>
	frame(
		HEADERS,
		END_HEADERS,
		1,
		// The first octet is `:status: 200` of the static table.
		Buffer.concat([Buffer.from([0x88]), ...fields]),
	);

/** The header fields of the first call's response. */
export const RESPONSE = responseOf(field("content-type", "application/grpc"));

/** Returns data of the first call's response. */
export const data = (bytes: Buffer, flags = 0) => frame(DATA, flags, 1, bytes);

/** Returns a GOAWAY of a server that accepts no calls after the stream `last`, with `debug` as its debug data. */
export const goaway = (last: number, code: number, debug = "") =>
	frame(GOAWAY, 0, 0, Buffer.concat([numbers(last, code), Buffer.from(debug)]));
