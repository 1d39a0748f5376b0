import { Readable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readText } from "../../../../src/kubernetes/api/read-body.ts";
import { errorOf } from "../../plugin-error.ts";

const MIB = 1024 * 1024;

/** Returns a body of this size that takes a few KiB on the wire. */
function flood(bytes: number): Readable {
	return Readable.from([gzipSync(Buffer.alloc(bytes, "x"))]).pipe(
		createGunzip(),
	);
}

test("a body up to the limit is read whole, its characters too", async () => {
	const bytes = Buffer.from("jörg");
	const chunks = [bytes.subarray(0, 2), bytes.subarray(2)];
	expect(await readText(Readable.from(chunks), 5, "refuse")).toBe("jörg");
	expect((await readText(flood(MIB), MIB, "refuse")).length).toBe(MIB);
});

test("a body beyond the limit is refused by its size after decompression, and not read on", async () => {
	const body = flood(2 * MIB);
	const error = await errorOf(readText(body, MIB, "refuse"), "api-error");
	expect(error.message).toBe("the API server's answer is larger than 1 MiB");
	expect(body.destroyed).toBe(true);
});

test("a body beyond the limit may be cut instead", async () => {
	expect(await readText(flood(2 * MIB), 3, "cut")).toBe("xxx");
});
