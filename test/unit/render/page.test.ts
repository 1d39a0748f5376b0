import { describe, expect, it } from "vitest";
import {
	lineWidth,
	pageOf,
	printLines,
	takesLiveScreen,
} from "../../../src/render/page.ts";
import { bad } from "../../../src/render/span.ts";
import { colourMode } from "../../../src/render/style.ts";

const terminal = { isTTY: true, columns: 100 };
const pipe = {};

describe("colour", () => {
	it.each([
		[terminal, {}, "auto", "colour"],
		[pipe, {}, "auto", "plain"],
		[terminal, { NO_COLOR: "1" }, "auto", "plain"],
		[terminal, { NO_COLOR: "0" }, "auto", "plain"],
		[terminal, { NO_COLOR: "" }, "auto", "colour"],
		[terminal, { TERM: "dumb" }, "auto", "plain"],
		[terminal, { TERM: "xterm-256color" }, "auto", "colour"],
		[pipe, { FORCE_COLOR: "1" }, "auto", "colour"],
		[terminal, { FORCE_COLOR: "0" }, "auto", "plain"],
		[terminal, { FORCE_COLOR: "false" }, "auto", "plain"],
		[pipe, { FORCE_COLOR: "1", NO_COLOR: "1" }, "auto", "plain"],
		[pipe, { NO_COLOR: "1", TERM: "dumb" }, "always", "colour"],
		[terminal, { FORCE_COLOR: "1" }, "never", "plain"],
	] as const)(
		"%j with %j and --color=%s is %s",
		(stream, env, choice, mode) => {
			expect(colourMode(stream, env, choice)).toBe(mode);
		},
	);
});

describe("page", () => {
	it("has a width on a terminal and none in a pipe", () => {
		expect(lineWidth(pageOf(terminal, {}))).toBe(100);
		expect(lineWidth(pageOf({ isTTY: true, columns: 0 }, {}))).toBe(80);
		expect(lineWidth(pageOf(pipe, {}))).toBe(Number.POSITIVE_INFINITY);
	});

	it("prints lines, painted", () => {
		expect(printLines(["a", bad("b")], pageOf(terminal, {}))).toBe(
			"a\n\x1b[31mb\x1b[39m\n",
		);
		expect(printLines([], pageOf(pipe, {}))).toBe("");
	});

	it.each([
		[terminal, terminal, {}, true],
		[pipe, terminal, {}, false],
		[terminal, pipe, {}, false],
		[terminal, terminal, { TERM: "dumb" }, false],
	])("from %j to %j with %j a live screen: %s", (stdin, stdout, env, takes) => {
		expect(takesLiveScreen({ stdin, stdout, env })).toBe(takes);
	});

	it("asks for no input where the output takes no live screen", () => {
		const context = {
			get stdin(): typeof terminal {
				throw new Error("standard input was opened");
			},
			stdout: pipe,
			env: {},
		};
		expect(takesLiveScreen(context)).toBe(false);
	});
});
