import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	classifyFirstBytes,
	describeFirstBytes,
	keepFirstBytes,
} from "../../../src/grpc/first-bytes.ts";

const classify = (...bytes: number[]) => classifyFirstBytes(Buffer.from(bytes));
const classifyText = (text: string) =>
	classifyFirstBytes(Buffer.from(text, "latin1"));

describe("first bytes", () => {
	it("tell the protocol", () => {
		expect(classify()).toEqual({ kind: "nothing" });
		expect(classify(0, 0, 18, 4, 0, 0, 0, 0, 0, 1)).toEqual({ kind: "http2" });
		expect(classify(0, 0, 18, 4)).toEqual({ kind: "http2" });
		expect(classify(0, 0, 8, 7, 0, 0, 0, 0, 0)).toMatchObject({
			kind: "other",
		});
		expect(classify(0x15, 3, 3, 0, 2, 2, 40)).toEqual({
			kind: "tls-alert",
			alert: "handshake_failure",
		});
		expect(classify(0x15, 3, 1, 0, 2, 2, 199)).toEqual({
			kind: "tls-alert",
			alert: "alert 199",
		});
		expect(classify(0x16, 3, 3, 0, 50)).toEqual({ kind: "tls" });
		expect(classifyText("HTTP/1.1 400 Bad Request\r\nServer: nginx")).toEqual({
			kind: "http1",
			line: "HTTP/1.1 400 Bad Request",
			asksForTls: false,
		});
		expect(
			classifyText(
				"HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port",
			),
		).toMatchObject({ asksForTls: true });
	});

	it("are shown escaped and cut, whatever they are", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
				const keeper = keepFirstBytes();
				keeper.keep(bytes);
				keeper.keep(bytes);
				const text = describeFirstBytes(keeper.read());
				expect(text).toMatch(/^[\x20-\x7e…]*$/);
				expect(text.length).toBeLessThan(400);
			}),
		);
	});
});
