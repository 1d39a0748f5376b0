import { expect, test } from "vitest";
import { PluginError, withHint } from "../../src/errors.ts";

test("an error with another hint keeps everything else", () => {
	const detail = {
		cause: new Error("below"),
		quoted: "a server's words",
		facts: { port: 50051 },
	};
	const error = new PluginError("silent", "it is silent", {
		...detail,
		hint: ["wait"],
	});
	expect(withHint(error, ["try --port"])).toMatchObject({
		...detail,
		code: "silent",
		message: "it is silent",
		hint: ["try --port"],
	});
});
