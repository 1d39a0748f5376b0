import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createAuthority } from "../../../src/sandbox/certificate/certificate.ts";
import { createMachinery } from "../../../src/sandbox/machinery.ts";
import { startSandbox } from "../../../src/sandbox/sandbox.ts";
import { healthy } from "../../../src/sandbox/scenarios/healthy.ts";
import type { Scenario } from "../../../src/sandbox/scenarios/scenario.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { eventually, isAlive } from "./running-sandbox.ts";

/** Returns the pids of the processes that a process has started. */
function childrenOf(pid: number): readonly number[] {
	return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/).map(Number))
		.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

function refuseToListen(): void {
	const listen = vi.spyOn(Server.prototype, "listen");
	onTestFinished(() => listen.mockRestore());
	listen.mockImplementation(function (this: Server) {
		setImmediate(() => this.emit("error", new Error("EADDRNOTAVAIL")));
		return this;
	});
}

/** Returns a new folder in which this process makes its temporary files until the test ends. */
function useTemporaryFolder(): string {
	const folder = temporaryFolder(onTestFinished);
	vi.stubEnv("TMPDIR", folder);
	onTestFinished(() => void vi.unstubAllEnvs());
	return folder;
}

describe("startSandbox", () => {
	test("keeps its kubeconfig to this user, and takes it away again", async () => {
		const sandbox = await startSandbox();
		expect(statSync(sandbox.kubeconfigPath).mode & 0o777).toBe(0o600);
		await sandbox.stop();
		expect(existsSync(sandbox.kubeconfigPath)).toBe(false);
		await sandbox.stop();
	});

	test("runs its scenario in the namespace that it is given", async () => {
		const sandbox = await startSandbox({
			scenario: healthy,
			namespace: "shop",
		});
		onTestFinished(() => sandbox.stop());
		await sandbox.ready;
		expect(sandbox.namespace).toBe("shop");
		expect(sandbox.control.podNames()).toHaveLength(4);
	});

	test("ends every process when it is stopped", async () => {
		const before = childrenOf(process.pid);
		const sandbox = await startSandbox({ scenario: healthy });
		await sandbox.ready;
		const pods = childrenOf(process.pid).filter((pid) => !before.includes(pid));
		expect(pods.length).toBeGreaterThanOrEqual(4);
		await sandbox.stop();
		expect(pods.filter(isAlive)).toEqual([]);
	});

	test.each([
		["holds what it does not know", () => {}, "the sandbox has no Comet"],
		["cannot listen", refuseToListen, "EADDRNOTAVAIL"],
	])("that %s leaves nothing behind", async (_, prepare, message) => {
		const folder = useTemporaryFolder();
		prepare();
		const comet = { apiVersion: "sky/v1", kind: "Comet", metadata: {} };
		const scenario: Scenario = { ...healthy, manifests: () => [comet] };
		await expect(startSandbox({ scenario })).rejects.toThrow(message);
		expect(readdirSync(folder)).toEqual([]);
	});

	test("that has no certificate for its API server leaves no folder", async () => {
		const folder = useTemporaryFolder();
		const authority = { ...createAuthority("test"), key: "no key" };
		await expect(createMachinery(authority, [], {})).rejects.toThrow("DECODER");
		expect(readdirSync(folder)).toEqual([]);
	});

	test("stopped while it starts, it leaves nothing either", async () => {
		const sandbox = await startSandbox({ scenario: healthy });
		await sandbox.stop();
		await expect(sandbox.ready).rejects.toThrow("abort");
	});
});

describe.each(["SIGKILL", "SIGTERM"] as const)(
	"a sandbox that gets %s",
	(signal) => {
		test("leaves no process behind", async () => {
			const fixture = new URL("fixtures/keep-running.ts", import.meta.url);
			const parent = spawn(process.execPath, [fileURLToPath(fixture)], {
				stdio: ["ignore", "pipe", "inherit"],
				// The sandbox is killed and leaves its folder behind.
				env: { ...process.env, TMPDIR: temporaryFolder(onTestFinished) },
			});
			onTestFinished(() => {
				parent.kill("SIGKILL");
			});
			await once(parent.stdout, "data");
			const pods = childrenOf(parent.pid ?? 0);
			expect(pods).toHaveLength(4);
			parent.kill(signal);
			await once(parent, "exit");
			await eventually(async () => (pods.some(isAlive) ? undefined : true));
		});
	},
);
