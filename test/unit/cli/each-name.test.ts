import { expect, test } from "vitest";
import { eachName } from "../../../src/cli/each-name.ts";
import { PluginError } from "../../../src/errors.ts";
import { channelStatus } from "../../../src/grpc/status.ts";
import { reflectionError } from "../../../src/schema/reflection/reflection-error.ts";

async function ask(name: string): Promise<string> {
	if (name.startsWith("typo"))
		throw new PluginError("symbol", `nothing is called ${name}`, {
			hint: ["did you mean A?"],
		});
	if (name === "undescribed")
		throw new PluginError("schema", "the server cannot describe it");
	if (name === "silent")
		throw reflectionError("the server does not describe itself", {
			kind: "failed",
			status: channelStatus("DEADLINE_EXCEEDED", "no answer"),
		});
	if (name === "gone") throw new PluginError("unreachable", "gone");
	return name;
}

test("an unknown name hides no other, and is reported", async () => {
	const { known, unresolved } = await eachName(
		["typo", "A", "B", "typo2"],
		ask,
	);
	expect(known).toEqual(["A", "B"]);
	expect(unresolved?.message).toBe(
		"nothing is called typo; nothing is called typo2",
	);
	expect(unresolved?.hint).toEqual(["did you mean A?"]);
});

test("a service that its server lists and cannot describe hides no other", async () => {
	const { known, unresolved } = await eachName(["undescribed", "A"], ask);
	expect(known).toEqual(["A"]);
	expect(unresolved).toMatchObject({
		code: "schema",
		message: "the server cannot describe it",
	});
});

test("known names cause no error", async () => {
	expect((await eachName(["A"], ask)).unresolved).toBeUndefined();
});

test("when no name is known, that is the error", async () => {
	await expect(eachName(["typo"], ask)).rejects.toThrow(
		"nothing is called typo",
	);
});

test("a connection that fails is one error for all names", async () => {
	await expect(eachName(["A", "gone"], ask)).rejects.toThrow("gone");
});

test("reflection that fails is one error for all names: a silent server is not waited for again", async () => {
	const asked: string[] = [];
	const names = ["silent", "A", "silent"];
	const answers = eachName(names, (name) => {
		asked.push(name);
		return ask(name);
	});
	await expect(answers).rejects.toThrow("no answer");
	expect(asked).toEqual(["silent"]);
});
