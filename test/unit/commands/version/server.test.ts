import { existsSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { readServerVersion } from "../../../../src/commands/version/server.ts";
import { startRecordingServer } from "../../kubernetes/access/recording-server.ts";
import { useFolder } from "../../kubernetes/access/test-folder.ts";
import { errorOf } from "../../plugin-error.ts";

const folder = useFolder();

// The plugin of this test is a shell script, which Windows cannot run.
const unixTest = test.skipIf(process.platform === "win32");

const quiet = { env: {}, stderr: { write() {} } };

test("a server that does not answer in time", async () => {
	const server = await startRecordingServer({ answer: () => {} });
	onTestFinished(() => server.close());
	const flags = { server: server.url, requestTimeoutMs: 50 };
	const { signal } = new AbortController();
	const reading = readServerVersion(flags, undefined, { ...quiet, signal });
	expect((await errorOf(reading, "api-unreachable")).message).toBe(
		`the API server ${server.url} did not answer within 50ms`,
	);
});

unixTest(
	"a login takes as long as it takes where no time limit is given",
	async () => {
		const command = folder.write(
			"login",
			`#!/bin/sh\n: >'${folder.path("asked")}'\nuntil [ -e '${folder.path("answered")}' ]; do sleep 0.01; done\nexit 3\n`,
			0o700,
		);
		const exec = {
			apiVersion: "client.authentication.k8s.io/v1",
			interactiveMode: "Never",
			command,
		};
		const users = [{ name: "u", user: { exec } }];
		const kubeconfig = folder.write("config", { users });
		const flags = { kubeconfig, user: "u", server: "https://127.0.0.1:1" };
		const { signal } = new AbortController();
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		onTestFinished(() => void vi.useRealTimers());
		const reading = readServerVersion(flags, undefined, {
			...quiet,
			env: process.env,
			signal,
		});
		await expect.poll(() => existsSync(folder.path("asked"))).toBe(true);
		vi.advanceTimersByTime(60_000);
		folder.write("answered", "");
		expect((await errorOf(reading, "credentials")).message).toContain(
			"failed with exit status 3",
		);
	},
);

test("credentials that take longer are no silence of the server", async () => {
	const exec = {
		apiVersion: "client.authentication.k8s.io/v1",
		interactiveMode: "Never",
		command: process.execPath,
		args: ["--eval", "setTimeout(() => {}, 5000)"],
	};
	const kubeconfig = folder.write("config", {
		users: [{ name: "u", user: { exec } }],
	});
	const flags = {
		kubeconfig,
		user: "u",
		server: "https://127.0.0.1:1",
		requestTimeoutMs: 50,
	};
	const { signal } = new AbortController();
	const reading = readServerVersion(flags, undefined, {
		...quiet,
		env: {},
		signal,
	});
	expect((await errorOf(reading, "credentials")).message).toBe(
		"no credentials for the API server https://127.0.0.1:1 within 50ms",
	);
});
