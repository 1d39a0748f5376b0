import { describe, expect, onTestFinished, test } from "vitest";
import { podPath } from "../../../src/kubernetes/tunnel/address.ts";
import { runInProcess } from "../../in-process.ts";
import { startRecordingServer } from "./access/recording-server.ts";

const NO_NAMES = ["..", ".", "a/b", "%2e%2e"];

describe("a name that would lead to another path of the API is refused before anything is asked", () => {
	test.each(
		[
			...NO_NAMES.map((name) => ["health", `-n=${name}`]),
			["health", "deploy/x", "-n=.."],
			["list", "-l", "app=x", "-n=.."],
			["call", "pod/x", "a.B/C", "--tls-secret=../x"],
			["call", "pod/x", "a.B/C", "--tls-secret=.."],
		].map((line) => ({ line, name: line.join(" ") })),
	)("$name", async ({ line }) => {
		const server = await startRecordingServer();
		onTestFinished(() => server.close());
		const { stderr, status } = await runInProcess(
			[...line, `--server=${server.url}`],
			{ env: { HOME: "/nonexistent" } },
		);
		expect(stderr).toMatch(/^error: ".*" is no name of a Kubernetes object\n/);
		expect(status).toBe(1);
		expect(server.requests).toEqual([]);
	});
});

test.each(NO_NAMES)("nor has a pod that is called %j a path", (pod) => {
	expect(() => podPath({ namespace: "shop", pod, port: 1 })).toThrow(
		"is no name of a Kubernetes object",
	);
});
