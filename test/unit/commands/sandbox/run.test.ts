import { existsSync } from "node:fs";
import { Writable } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { sandboxCommand } from "../../../../src/commands/sandbox/command.ts";
import { runSandbox } from "../../../../src/commands/sandbox/run.ts";
import {
	scenarioList,
	usageText,
} from "../../../../src/commands/sandbox/usage-text.ts";
import {
	SCENARIOS,
	type ScenarioName,
} from "../../../../src/sandbox/scenarios/catalogue.ts";

vi.setConfig({ testTimeout: 60_000 });

function sink() {
	const chunks: string[] = [];
	const stream = new Writable({
		write: (chunk, _encoding, done) => {
			chunks.push(String(chunk));
			done();
		},
	});
	return { stream, text: () => chunks.join("") };
}

function run(options: {
	scenario?: string;
	command?: readonly string[];
	signal?: AbortSignal;
}) {
	const [stdout, stderr] = [sink(), sink()];
	const status = runSandbox({
		scenario: options.scenario ?? "pending",
		command: options.command ?? [],
		stdout: stdout.stream,
		stderr: stderr.stream,
		env: process.env,
		signal: options.signal ?? new AbortController().signal,
	});
	return { status, stdout: stdout.text, stderr: stderr.text };
}

function script(source: string): readonly string[] {
	return [process.execPath, "-e", source];
}

describe("sandbox -- COMMAND", () => {
	test("runs the command with KUBECONFIG, and cleans up", async () => {
		const { status, stdout } = run({
			command: script("console.log(process.env.KUBECONFIG)"),
		});
		expect(await status).toBe(0);
		const path = stdout().trim();
		expect(path).toMatch(/kubectl-grpc-sandbox-.*kubeconfig$/);
		expect(existsSync(path)).toBe(false);
	});

	const passesOn = async (source: string, code: number) =>
		expect(await run({ command: script(source) }).status).toBe(code);

	test("passes an exit status on", () => passesOn("process.exit(3)", 3));

	// Windows has no signals: a program that is sent one ends at once, with 1.
	const signalTest = test.skipIf(process.platform === "win32");
	signalTest("passes a signal on as a status", () =>
		passesOn("process.kill(process.pid, 'SIGTERM')", 143),
	);

	test.each([
		["kubectl get pods", "-- kubectl get pods"],
		[
			"--scenario mixed kubectl get pods -n x -l app",
			"--scenario=mixed -- kubectl get pods -n x -l app",
		],
		["kubectl exec p -- ls", "-- kubectl exec p -- ls"],
		["sh -c it's", "-- sh -c 'it'\\''s'"],
		["mixed", "--scenario=mixed"],
		["list", "--scenario=list"],
		["mixed -- kubectl get pods", "--scenario=mixed -- kubectl get pods"],
	])(
		"refuses a command that is not behind the dashes, and a scenario without its flag: %s",
		async (line, hint) => {
			const { stdin, stdout, stderr, env } = process;
			const signal = AbortSignal.abort();
			const context = { stdin, stdout, stderr, env, signal, now: Date.now };
			await expect(
				sandboxCommand.execute(context, line.split(" ")),
			).rejects.toMatchObject({
				code: "usage",
				hint: [`kubectl grpc sandbox ${hint}`],
			});
		},
	);

	test("says that the command cannot be started, before there is a cluster", async () => {
		// In this folder no cluster could keep its files.
		vi.stubEnv("TMPDIR", "/no/such/folder");
		onTestFinished(() => void vi.unstubAllEnvs());
		await expect(
			run({ command: ["no-such-program-anywhere"] }).status,
		).rejects.toMatchObject({
			code: "usage",
			message: '"no-such-program-anywhere" cannot be started',
		});
	});

	test("begins when the scenario is as it says", async () => {
		const { status, stdout } = run({
			scenario: "crashloop",
			command: script(
				`const config = JSON.parse(require("fs").readFileSync(process.env.KUBECONFIG));
				const { server, "certificate-authority-data": ca } = config.clusters[0].cluster;
				require("https").get(server + "/api/v1/pods", {
					ca: Buffer.from(ca, "base64"),
					headers: { authorization: "Bearer " + config.users[0].user.token },
				}, async (response) => {
					let text = "";
					for await (const chunk of response) text += chunk;
					console.log(text.match(/"reason":"CrashLoopBackOff"/g).length);
				});`,
			),
		});
		expect(await status).toBe(0);
		expect(stdout()).toBe("2\n");
	});

	signalTest("an interruption ends it with 130", async () => {
		const interruption = new AbortController();
		const { status, stdout } = run({
			command: script(
				"process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)",
			),
			signal: interruption.signal,
		});
		await vi.waitFor(() => expect(stdout()).toBe("up\n"), 30_000);
		interruption.abort();
		expect(await status).toBe(9);
	});
});

describe("sandbox", () => {
	// What it prints on Windows is for other shells.
	test.skipIf(process.platform === "win32")(
		"says how to use it, and stays until it is interrupted",
		async () => {
			const interruption = new AbortController();
			const { status, stdout, stderr } = run({ signal: interruption.signal });
			await vi.waitFor(
				() => expect(stderr()).toBe("The pods are up.\n"),
				30_000,
			);
			const [, path = ""] = /export KUBECONFIG=(.+)/.exec(stdout()) ?? [];
			expect(existsSync(path)).toBe(true);
			expect(stdout().replace(path, "KUBECONFIG")).toMatchInlineSnapshot(`
			"A sandbox is running, scenario pending: pods that no node takes, and a workload with no replicas.

			In another terminal:

			  export KUBECONFIG=KUBECONFIG
			  kubectl grpc health
			  kubectl grpc health deploy/user-service --watch
			  kubectl get pods

			The contexts viewer (reads, forwards no ports) and jane (may do nothing) are in that file too.
			Ctrl-C ends the sandbox and everything in it.
			"
		`);
			interruption.abort();
			expect(await status).toBe(130);
			expect(existsSync(path)).toBe(false);
		},
	);

	test.each<[ScenarioName, string]>([
		["mixed", "kubectl grpc health"],
		["mtls", "kubectl grpc health deploy/user-service"],
		["two-schemas", "kubectl grpc diff svc/user-service"],
	])("begins with a command that shows scenario %s", (name, command) => {
		const text = usageText(name, "FILE", (before, paragraph) =>
			before.concat(paragraph),
		);
		expect(text.split("\n")[5]).toBe(`  ${command}`);
	});

	test("--scenario=list names every scenario", async () => {
		const { status, stdout } = run({ scenario: "list" });
		expect(await status).toBe(0);
		const names = stdout()
			.trim()
			.split("\n")
			.map((line) => line.split(/\s/)[0]);
		expect(names).toEqual(Object.keys(SCENARIOS));
	});

	test("--scenario=list fits a terminal", () => {
		const layOut = (before: string, paragraph: string) =>
			`${before}${paragraph.length}`;
		expect(scenarioList(layOut).split("\n")[0]).toBe(
			`default       ${SCENARIOS.default.length}`,
		);
	});

	test.each([
		["not-servin", ['did you mean "not-serving"?']],
		["nothing-like-it", []],
	])("refuses the scenario %s", async (scenario, near) => {
		await expect(run({ scenario }).status).rejects.toMatchObject({
			code: "usage",
			message: `there is no scenario "${scenario}"`,
			hint: [...near, "kubectl grpc sandbox --scenario=list names them all"],
		});
	});
});
