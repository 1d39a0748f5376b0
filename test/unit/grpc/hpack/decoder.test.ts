import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	createHpackDecoder,
	type DecodedBlock,
} from "../../../../src/grpc/hpack/decoder.ts";
import { decodeHuffman } from "../../../../src/grpc/hpack/huffman.ts";

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");

/** Decodes blocks of one connection and returns their fields as lines. */
function decodeAll(blocks: readonly string[]): readonly string[][] {
	const decode = createHpackDecoder();
	return blocks.map((block) => lines(decode(bytes(block))));
}

function lines(decoded: DecodedBlock): string[] {
	return decoded.kind === "broken"
		? [`broken: ${decoded.reason}`]
		: decoded.fields.map(([name, value]) => `${name}: ${value}`);
}

const REQUESTS = [
	[":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"],
	[
		":method: GET",
		":scheme: http",
		":path: /",
		":authority: www.example.com",
		"cache-control: no-cache",
	],
	[
		":method: GET",
		":scheme: https",
		":path: /index.html",
		":authority: www.example.com",
		"custom-key: custom-value",
	],
];

const RESPONSES = [
	[
		":status: 302",
		"cache-control: private",
		"date: Mon, 21 Oct 2013 20:13:21 GMT",
		"location: https://www.example.com",
	],
	[
		":status: 307",
		"cache-control: private",
		"date: Mon, 21 Oct 2013 20:13:21 GMT",
		"location: https://www.example.com",
	],
];

describe("the examples of RFC 7541 appendix C", () => {
	test.each([
		[
			"C.2.1 literal with indexing",
			"400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
			"custom-key: custom-header",
		],
		[
			"C.2.2 literal without indexing",
			"040c 2f73 616d 706c 652f 7061 7468",
			":path: /sample/path",
		],
		[
			"C.2.3 literal never indexed",
			"1008 7061 7373 776f 7264 0673 6563 7265 74",
			"password: secret",
		],
		["C.2.4 indexed", "82", ":method: GET"],
	])("%s", (_, block, field) => {
		expect(decodeAll([block])).toEqual([[field]]);
	});

	test("C.3 requests", () => {
		expect(
			decodeAll([
				"8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
				"8286 84be 5808 6e6f 2d63 6163 6865",
				"8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
			]),
		).toEqual(REQUESTS);
	});

	test("C.4 requests with Huffman coding", () => {
		expect(
			decodeAll([
				"8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
				"8286 84be 5886 a8eb 1064 9cbf",
				"8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
			]),
		).toEqual(REQUESTS);
	});

	test("C.6 responses with Huffman coding and a table of 256 bytes, which evicts", () => {
		expect(
			decodeAll([
				// In the RFC's example SETTINGS set the table's size; here an update (3fe101) does.
				"3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
				"4883 640e ffc1 c0bf",
			]),
		).toEqual(RESPONSES);
	});
});

describe("what is broken", () => {
	test.each([
		["an index that no entry has", "be", /no entry/],
		["index 0", "80", /no entry/],
		["a block that breaks off", "4882", /longer than its block/],
		["an integer that does not end", "ffffffffffffffff", /does not end/],
		["a table too large", "3fffffff7f", /a table of/],
		["Huffman padding of zeros", "0001618100", /Huffman/],
	])("%s", (_, block, reason) => {
		expect(decodeAll([block])[0]?.join()).toMatch(reason);
	});

	test("breaks what follows, too", () => {
		const [, second] = decodeAll(["be", "82"]);
		expect(second?.[0]).toMatch(/^broken: /);
	});

	test("a block that stands for more than is kept", () => {
		const decode = createHpackDecoder();
		const entry = Buffer.concat([
			bytes("40 01 61 7f a11e"),
			Buffer.alloc(4000, "x"),
		]);
		const first = decode(entry);
		expect(first.kind).toBe("fields");
		expect(decode(Buffer.alloc(16_000, 0xbe)).kind).toBe("broken");
	});

	test("an index of an entry that later ones have driven out", () => {
		const decode = createHpackDecoder();
		// A name of one octet and a value of 4000 fill the table of 4096 bytes.
		const entry = Buffer.concat([
			bytes("40 01 61 7f a11e"),
			Buffer.alloc(4000, "x"),
		]);
		decode(entry);
		decode(entry);
		expect(decode(Buffer.of(0xbe)).kind).toBe("fields");
		expect(decode(Buffer.of(0xbf)).kind).toBe("broken");
	});

	test("no input makes it throw", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (block) => {
				createHpackDecoder()(block);
				decodeHuffman(block);
			}),
		);
	});
});
