/**
 * Encoding of the part of DER (X.690) that an X.509 certificate needs. A library for this would take longer to load than the rest of
 * the sandbox.
 */
export type Der = Buffer;

function tlv(tag: number, content: Uint8Array): Der {
	const { length } = content;
	if (length < 0x80)
		return Buffer.concat([Buffer.from([tag, length]), content]);
	const bytes =
		length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

/** Encodes a SEQUENCE of encoded parts. */
export function sequence(...parts: readonly Uint8Array[]): Der {
	return tlv(0x30, Buffer.concat(parts));
}

/** Encodes a SET of encoded parts. */
export function set(...parts: readonly Uint8Array[]): Der {
	return tlv(0x31, Buffer.concat(parts));
}

/** Encodes an unsigned INTEGER from its bytes, most significant first. DER requires the fewest possible bytes and a first bit of 0. */
export function integer(bytes: Uint8Array): Der {
	const first = bytes.findIndex((byte) => byte !== 0);
	const digits = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
	const signed = (digits[0] ?? 0) & 0x80;
	return tlv(0x02, signed ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** The BOOLEAN `true`. `false` is the default of every field here, and DER leaves defaults out. */
export const TRUE: Der = tlv(0x01, Buffer.of(0xff));

/** Encodes a BIT STRING. The last `unusedBits` bits of the last byte do not count. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Der {
	return tlv(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes]));
}

/** Encodes an OCTET STRING. */
export function octetString(bytes: Uint8Array): Der {
	return tlv(0x04, bytes);
}

/** Encodes a UTF8String. */
export function utf8String(text: string): Der {
	return tlv(0x0c, Buffer.from(text));
}

/** Encodes an OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Der {
	const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
	return tlv(
		0x06,
		Buffer.from([first * 40 + second, ...rest.flatMap(base128)]),
	);
}

function base128(value: number): number[] {
	const digits = [value & 0x7f];
	for (let rest = value >>> 7; rest > 0; rest >>>= 7)
		digits.unshift((rest & 0x7f) | 0x80);
	return digits;
}

/** Encodes a time for a certificate, with a two-digit year until 2049 (RFC 5280, 4.1.2.5). */
export function time(at: Date): Der {
	const digits = at.toISOString().replace(/[-:T]|\.\d+/g, "");
	return at.getUTCFullYear() < 2050
		? tlv(0x17, Buffer.from(digits.slice(2)))
		: tlv(0x18, Buffer.from(digits));
}

/** Puts a context-specific tag around a whole element. */
export function explicit(number: number, content: Uint8Array): Der {
	return tlv(0xa0 | number, content);
}

/** Encodes a primitive element with a context-specific tag in place of its own. */
export function implicit(number: number, content: Uint8Array): Der {
	return tlv(0x80 | number, content);
}
