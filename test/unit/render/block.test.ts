import { describe, expect, it } from "vitest";
import {
	type Block,
	layOutBlocks,
	prose,
	verbatim,
} from "../../../src/render/block.ts";
import type { Page } from "../../../src/render/page.ts";
import { plainText } from "../../../src/render/span.ts";

const blocks: readonly Block[] = [
	{
		label: "KG102 warning",
		lines: [
			prose("…-r84bt is Ready but NOT_SERVING, so it still gets traffic."),
			prose(
				"Its readiness probe opens a TCP connection and never asks gRPC health.",
			),
			verbatim(
				"fix: kubectl patch deployment/user-service --type json -p '[…]'",
			),
		],
	},
	{ label: "KG104 error", lines: [prose("…-vp2lw refuses connections.")] },
];

const draw = (page: Page) => layOutBlocks(blocks, page).map(plainText);

describe("blocks", () => {
	it("align their text and keep each paragraph on a line in a pipe", () => {
		expect(draw({ kind: "pipe", colour: "plain" })).toEqual([
			"KG102 warning  …-r84bt is Ready but NOT_SERVING, so it still gets traffic.",
			"               Its readiness probe opens a TCP connection and never asks gRPC health.",
			"               fix: kubectl patch deployment/user-service --type json -p '[…]'",
			"KG104 error    …-vp2lw refuses connections.",
		]);
	});

	it("wrap prose under itself on a terminal, never what is to be copied", () => {
		expect(draw({ kind: "terminal", columns: 58, colour: "plain" })).toEqual([
			"KG102 warning  …-r84bt is Ready but NOT_SERVING, so it",
			"               still gets traffic.",
			"               Its readiness probe opens a TCP connection",
			"               and never asks gRPC health.",
			"               fix: kubectl patch deployment/user-service --type json -p '[…]'",
			"KG104 error    …-vp2lw refuses connections.",
		]);
	});

	it("wrap all of it on a screen, which shows nothing beyond its edge", () => {
		expect(draw({ kind: "screen", columns: 58, colour: "plain" })).toEqual([
			"KG102 warning  …-r84bt is Ready but NOT_SERVING, so it",
			"               still gets traffic.",
			"               Its readiness probe opens a TCP connection",
			"               and never asks gRPC health.",
			"               fix: kubectl patch deployment/user-service",
			"               --type json -p '[…]'",
			"KG104 error    …-vp2lw refuses connections.",
		]);
	});

	it("stay readable where there is no room", () => {
		const [first] = draw({ kind: "terminal", columns: 20, colour: "plain" });
		expect(first).toBe("KG102 warning  …-r84bt is Ready but");
	});

	it("are nothing when there are none", () => {
		expect(layOutBlocks([], { kind: "pipe", colour: "plain" })).toEqual([]);
	});
});
