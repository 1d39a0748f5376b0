import { expect, test } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { HEALTH_FLAGS } from "../../../../src/commands/health/command.ts";
import { healthOptions } from "../../../../src/commands/health/options.ts";

const options = (...argv: string[]) =>
	healthOptions(parseArguments(argv, HEALTH_FLAGS));

test.each([
	[["--watch", "--wait"], /choose one/],
	[["--service", "a.B", "--all-services"], /choose one/],
	[["--watch", "-o", "junit"], /for a result, and --watch never has one/],
	[["--watch", "-o", "name"], /for a result, and --watch never has one/],
	[["--record", "a", "--replay", "b"], /choose one/],
	[["--replay", "b", "deploy/x"], /leave out the target/],
	[["--watch", "--sort-by=.name"], /sorts a result/],
	[["--sort-by={}"], /--sort-by: "{}" is no path/],
	[["deploy/x", "--wait", "1s"], /^1s is a time, and no target/],
	[["deploy/x", "--wait", "60"], /^60 is a time, and no target/],
	[["--interval=2s"], /--interval means nothing without --watch or --wait/],
	[["--watch", "--interval=0"], /--interval: 0 is less than 10ms/],
	[["--service", "a b"], /characters that no name in a schema has/],
	[["--service", "a".repeat(2_000)], /too long/],
	[["-H", "no-colon"], /no colon/],
	[["-H", "Bad Name: x"], /a name that gRPC metadata cannot have/],
	[["-H", "grpc-timeout: 1S"], /a name that gRPC metadata cannot have/],
])("%j contradicts itself or makes no sense", (argv, says) => {
	expect(() => options(...argv)).toThrow(says);
});

test.each([
	[[], { kind: "once" }],
	[["-w"], { kind: "watch" }],
	[["--wait"], { kind: "wait", timeoutMs: 30_000 }],
	[["--wait=2m"], { kind: "wait", timeoutMs: 120_000 }],
])("%j: mode %j", (argv, mode) => {
	expect(options(...argv).mode).toEqual(mode);
});

test.each([
	[["--watch", "--interval=2s"], 2_000],
	[["--wait", "--interval=10ms"], 10],
])("%j: asks every %d ms", (argv, pollIntervalMs) => {
	expect(options(...argv).questions).toMatchObject({ pollIntervalMs });
});

test("questions take the flags as they are", () => {
	expect(
		options(
			"--service",
			"a.B",
			"-H",
			"X-Id: 1",
			"--rpc-timeout=1s",
			"--concurrency=4",
		).questions,
	).toEqual({
		services: { kind: "named", names: ["a.B"] },
		metadata: [["x-id", "1"]],
		rpcTimeoutMs: 1_000,
		concurrency: 4,
		pollIntervalMs: 1_000,
		quietMs: 10_000,
	});
});
