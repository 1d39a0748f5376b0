/**
 * The number of bits in the code of each octet, RFC 7541 appendix B, as base-36 digits. The codes are canonical: codes of one length
 * are consecutive in the order of their octets, so the lengths define all codes.
 */
const LENGTHS = [
	"dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca",
	"d67777777777777777777777878djde6f56565666577666567655677777fbeds",
	"kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn",
	"qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq",
].join("");

const LONGEST = 30;

/** The codes of one length: the first code, and the octets in their order. */
type Codes = { readonly first: number; readonly octets: readonly number[] };

const BY_LENGTH: readonly Codes[] = codesByLength();

function codesByLength(): readonly Codes[] {
	const codes: Codes[] = [];
	let next = 0;
	for (let bits = 0; bits <= LONGEST; bits++) {
		const octets = Array.from(LENGTHS).flatMap((digit, octet) =>
			Number.parseInt(digit, 36) === bits ? [octet] : [],
		);
		codes.push({ first: next, octets });
		next = (next + octets.length) * 2;
	}
	return codes;
}

/** Decodes a Huffman-coded string. Undefined for an invalid code, including EOS, and for invalid padding (RFC 7541 section 5.2). */
export function decodeHuffman(bytes: Uint8Array): Uint8Array | undefined {
	const decoded: number[] = [];
	let code = 0;
	let bits = 0;
	for (const byte of bytes)
		for (let at = 7; at >= 0; at--) {
			code = code * 2 + ((byte >> at) & 1);
			bits++;
			const codes = BY_LENGTH[bits];
			if (codes === undefined) return undefined;
			const octet = codes.octets[code - codes.first];
			if (octet === undefined) continue;
			decoded.push(octet);
			code = 0;
			bits = 0;
		}
	// Padding is the beginning of EOS: all ones, and shorter than an octet.
	const isPadding = bits < 8 && code === 2 ** bits - 1;
	return isPadding ? Uint8Array.from(decoded) : undefined;
}
