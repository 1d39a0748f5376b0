import { expect, test } from "vitest";
import { requestsAsked } from "../../../../src/commands/call/called.ts";
import { knownBy } from "../../../../src/commands/call/learn-method.ts";
import { findMethod } from "../../../../src/commands/call/method.ts";
import { callRepeatedly } from "../../../../src/commands/call/repeat/call-repeatedly.ts";
import { collectRequests } from "../../../../src/commands/call/requests.ts";
import type { Run } from "../../../../src/commands/call/run-of.ts";
import { whileWaiting } from "../../../../src/commands/call/while-waiting.ts";
import { PluginError } from "../../../../src/errors.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { shownAs } from "./shown.ts";

/** A run whose requests are on the command line. Its standard input fails at the first look. */
function runWithoutInput() {
	const shown = shownAs("-d", '{"id": "42"}');
	Object.defineProperty(shown.context, "stdin", {
		get() {
			throw new Error("standard input was opened");
		},
	});
	return shown;
}

test("a wait for something else opens no standard input", async () => {
	const given = await whileWaiting(
		runWithoutInput(),
		"waiting…",
		async () => 1,
	);
	expect(given).toBe(1);
});

test("requests on the command line open no standard input", async () => {
	const source = protoFilesSource({
		protos: ["user.proto"],
		importPaths: ["test/proto"],
	});
	const { method, schema } = await findMethod(source, "GetUser");
	const known = knownBy(method, schema, async () => undefined);
	const requests = requestsAsked(runWithoutInput(), known);
	expect(await collectRequests(requests)).toHaveLength(1);
});

test("repeated calls without it open no standard input", async () => {
	const run: Run = {
		...runWithoutInput(),
		startMs: 0,
		recorder: undefined,
		get access(): Run["access"] {
			throw new PluginError("target", "as far as the pods");
		},
	};
	const repeat = { times: 1, concurrency: 1, intervalMs: 0 };
	await expect(callRepeatedly(run, repeat)).rejects.toThrow(
		"as far as the pods",
	);
});
