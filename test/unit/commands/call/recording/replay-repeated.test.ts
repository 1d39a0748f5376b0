import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { FailureFact } from "../../../../../src/cli/recording/failure.ts";
import type { RecordedFact } from "../../../../../src/commands/call/recording/recorded-facts.ts";
import { runInProcess } from "../../../../in-process.ts";
import { temporaryFolder } from "../../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const POD = { namespace: "shop", name: "shop-1" };

const PODS: RecordedFact = {
	kind: "pods",
	pods: [{ ...POD, counted: true }],
	via: null,
};
const MADE: RecordedFact = {
	kind: "measured",
	pod: POD,
	status: { code: 0, name: "OK", message: "" },
	received: 1,
	startMs: 1,
	endMs: 2,
};
const COUNTED: RecordedFact = {
	kind: "counted",
	pod: POD,
	connections: 1,
	unreachable: null,
	hint: [],
};

const lineOf = (fact: RecordedFact | FailureFact) =>
	"kind" in fact ? { atMs: 1, fact } : { atMs: 1, failed: fact };

const FORBIDDEN: FailureFact = {
	code: "forbidden",
	message: "no right to pods/portforward",
	hint: [],
};

/** Replays a run of three calls to one pod from these facts. */
function replay(
	facts: readonly (RecordedFact | FailureFact)[],
	...flags: readonly string[]
) {
	const file = join(folder, "recording.jsonl");
	const header = {
		apiVersion: "kubectl-grpc/v1",
		kind: "Recording",
		command: "call",
		startedAt: "2026-01-01T00:00:00Z",
		view: {
			method: "shop.Shop/List",
			flags: {
				"all-namespaces": false,
				"all-pods": false,
				"max-msg-size": 4194304,
				repeat: 3,
			},
			payloads: "left-out",
		},
	};
	const lines = [header, ...facts.map(lineOf)];
	writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
	return runInProcess(["call", "--replay", file, ...flags], { env: {} });
}

test.each<[string, readonly (RecordedFact | FailureFact)[], number, RegExp]>([
	["was whole", [PODS, MADE, MADE, MADE, COUNTED], 0, /^$/],
	["was interrupted", [PODS, MADE, COUNTED], 130, /^$/],
	[
		"found its pod gone",
		[PODS, MADE, { ...COUNTED, unreachable: "it is gone" }],
		2,
		/^$/,
	],
	["lost its rights", [PODS, MADE, FORBIDDEN, COUNTED], 1, /portforward/],
	["is cut off", [PODS, MADE], 1, /cut short/],
])("a run that %s ends as it did", async (_, facts, status, says) => {
	const again = await replay(facts);
	expect(again.stdout).toMatch(/shop-1 +OK +\d/);
	expect(again.stderr).toMatch(says);
	expect(again.status).toBe(status);
});

test.each([
	["has", { ...COUNTED, method: "shop.Shop/ListAll" }, "shop.Shop/ListAll"],
	["is too old to have", COUNTED, "shop.Shop/List"],
])("the method's name is what the recording %s", async (_, counted, name) => {
	const facts = [PODS, MADE, MADE, MADE, counted];
	const { stdout } = await replay(facts, "-o", "json");
	expect(JSON.parse(stdout)).toMatchObject({ method: name });
});
