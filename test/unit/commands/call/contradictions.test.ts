import { expect, test } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { CALL_FLAGS } from "../../../../src/commands/call/command.ts";
import { callPlan } from "../../../../src/commands/call/options.ts";

const { signal } = new AbortController();
const planned = (...argv: readonly string[]) =>
	callPlan(parseArguments(argv, CALL_FLAGS), {}, signal);
const plan = (...argv: readonly string[]) =>
	planned("deploy/x", "Get", ...argv);

test.each([
	["--all-pods --pod a", "--pod names one pod"],
	["--reflection=off", "--reflection=off needs"],
	["--reflection=only --proto a.proto", "--reflection=only goes with"],
	["--import-path x", "--import-path means nothing"],
	["--all-pods --trace", "--trace shows"],
	["--all-pods -v", "-v shows one call"],
	["--all-pods --v=2", "-v shows one call"],
	["--all-pods --output-file f", "--output-file takes"],
	["--all-pods --protoset-out f", "diff writes each"],
	["--all-pods --proto-out-dir d", "diff writes each"],
	["-o json --output-file f", "-o prints"],
	["--interval 1s", "--interval means nothing without --repeat"],
	["--concurrency 3", "--concurrency means nothing without --repeat"],
	["--via service --concurrency 3", "--concurrency means nothing without"],
	["--repeat 2 --output-file f", "--output-file takes responses"],
	["--repeat 2 --limit 1", "--limit"],
	["--repeat 2 -v", "-v shows one call"],
	["--repeat 2 --v=2", "-v shows one call"],
	["--repeat 2 --trace", "--trace shows"],
	["--via service --pod a", "--pod names one pod"],
	["--via service --all-pods", "--all-pods calls every pod"],
	["--via service -A", "--via service goes through one Service"],
	["--via service -l app=x", "--via service goes through one Service"],
	["--via service --field-selector a=b", "--via service goes through"],
	["--ui --all-pods", "--ui shows one call, and --all-pods"],
	["--ui --repeat 2", "--ui shows one call, and --repeat"],
	["--ui -o json", "-o prints the whole result"],
	["--ui --output-file f", "--output-file writes"],
	["--ui --trace", "--trace prints"],
	["--ui -v", "-v prints"],
	["--ui --format binary", "--format binary cannot be read"],
	["--ui -d -", "--ui reads keys"],
	["--record-payloads", "--record-payloads means nothing without --record"],
])("%s", (flags, says) => {
	expect(() => plan(...flags.split(" "))).toThrow(says);
});

test.each([
	["--repeat 2 --interval 1s --concurrency 3", [{ kind: "one" }, 2, 3, 1_000]],
	["--repeat 2 --v=9", [{ kind: "one" }, 2, 1, 0]],
	["--repeat 2 --all-pods", [{ kind: "all", atOnce: 50 }, 2, 1, 0]],
	[
		"--repeat 2 --all-pods --concurrency 3",
		[{ kind: "all", atOnce: 50 }, 2, 3, 0],
	],
	["--repeat 9 --via service", [{ kind: "service" }, 9, 1, 0]],
])("%s", (flags, [pods, times, concurrency, intervalMs]) => {
	expect(plan(...flags.split(" "))).toMatchObject({
		pods,
		repeat: { times, concurrency, intervalMs },
	});
});

test.each([
	["", undefined, undefined],
	["--max-time=0 --keepalive-time=0", undefined, undefined],
	["--max-time=1s --keepalive-time=2s", 1_000, 2_000],
])("times of a call: %s", (flags, deadlineMs, keepaliveTimeMs) => {
	const { call, channel } = plan(...flags.split(" ").filter(Boolean));
	expect([call.deadlineMs, channel.keepaliveTimeMs]).toEqual([
		deadlineMs,
		keepaliveTimeMs,
	]);
});

test.each([
	["", { kind: "one" }],
	["--all-pods", { kind: "all", atOnce: 50 }],
	["--all-pods --concurrency 3", { kind: "all", atOnce: 3 }],
	["--via service", { kind: "service" }],
])("one call: %s", (flags, pods) => {
	const words = flags.split(" ").filter((word) => word !== "");
	expect(plan(...words)).toMatchObject({ pods, repeat: undefined });
});

test.each([
	["deploy/a deploy/b M", "one target is called, and deploy/a deploy/b is 2"],
	["deploy a b M --repeat 2", "one target is called, and deploy a b is 2"],
	["127.0.0.1:1 127.0.0.1:2 M", "and 127.0.0.1:1 127.0.0.1:2 is 2"],
])("one call is of one target: %s", (words, says) => {
	expect(() => planned(...words.split(" "))).toThrow(says);
});

test.each([
	"deploy a M",
	"deploy/a deploy/b M --all-pods",
	"deploy/a deploy/b M --pod a-1",
])("a call of several targets says which pods: %s", (words) => {
	expect(planned(...words.split(" ")).method).toBe("M");
});
