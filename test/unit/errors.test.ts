import { expect, test } from "vitest";
import { joinErrors, PluginError, withHint } from "../../src/errors.ts";

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

test("joined errors have each its own hints, and then those of all", () => {
	const unknown = (name: string, ...hint: readonly string[]) =>
		new PluginError("not-found", `no ${name}`, {
			hint: [...hint, "it may be in another namespace"],
		});
	const joined = joinErrors([
		unknown("a", "did you mean aa?"),
		unknown("b", "there are aa and cc"),
	]);
	expect(joined).toMatchObject({
		message: "no a; no b",
		hint: [
			"did you mean aa?",
			"there are aa and cc",
			"it may be in another namespace",
		],
	});
});
