import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as anyTest, describe, expect, vi } from "vitest";
import {
	type Cluster,
	loadCluster,
} from "../../../../src/kubernetes/cluster.ts";
import type { Borrower, LendTerminal } from "../../../../src/lent-terminal.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

// Each case starts processes: a busy machine needs longer than the usual limit.
vi.setConfig({ testTimeout: 30_000 });

// The plugins of these tests are shell scripts, which Windows cannot run.
const test = anyTest.skipIf(process.platform === "win32");

const V1 = "client.authentication.k8s.io/v1";
const folder = useFolder();

/** Returns a cluster whose user has a plugin: a shell script that counts its runs in the file `runs`. */
function clusterWith(
	script: string,
	exec: object = {},
	lend?: LendTerminal,
): Promise<Cluster> {
	const command = folder.write(
		"plugin",
		`#!/bin/sh\necho run >> '${folder.path("runs")}'\n${script}\n`,
		0o700,
	);
	const plugin = { apiVersion: V1, interactiveMode: "Never", command, ...exec };
	const kubeconfig = folder.write("config", {
		users: [{ name: "u", user: { exec: plugin } }],
	});
	const flags = { kubeconfig, user: "u", server: "https://a" };
	return loadCluster(flags, { PATH: process.env["PATH"] }, { lend });
}

function runs(): number {
	return readFileSync(folder.path("runs"), "utf8").split("\n").length - 1;
}

function printing(status: object): string {
	const credential = { kind: "ExecCredential", apiVersion: V1, status };
	return `cat <<'END'\n${JSON.stringify(credential)}\nEND`;
}

function inSeconds(seconds: number): string {
	return new Date(Date.now() + seconds * 1000).toISOString();
}

test("it is not run before credentials are asked for, and once for all who ask", async () => {
	const cluster = await clusterWith(printing({ token: "t" }));
	expect(() => runs()).toThrow("ENOENT");
	const asked = await Promise.all([1, 2, 3].map(() => cluster.credentials()));
	expect(asked[0]?.headers).toEqual({ Authorization: "Bearer t" });
	await cluster.credentials();
	expect(runs()).toBe(1);
});

test("renewing runs it again, once for all who were refused with the same", async () => {
	const cluster = await clusterWith(printing({ token: "t" }));
	const refused = await cluster.credentials();
	await Promise.all([1, 2].map(() => cluster.credentials(refused)));
	const renewed = await cluster.credentials(refused);
	expect(runs()).toBe(2);
	expect(await cluster.credentials()).toBe(renewed);
	await cluster.credentials(renewed);
	expect(runs()).toBe(3);
});

test("one runs at a time, also for a refused credential and one that has ended", async () => {
	const cluster = await clusterWith(
		printing({ token: "t", expirationTimestamp: inSeconds(-1) }),
	);
	const ended = await cluster.credentials();
	await Promise.all([cluster.credentials(ended), cluster.credentials()]);
	expect(runs()).toBe(2);
});

describe("the terminal", () => {
	/** Returns what lends a terminal, and what becomes of it. */
	function lender(stderr: "inherit" | "piped") {
		const seen: (string | Borrower)[] = [];
		const lend: LendTerminal = async (borrower) => {
			seen.push(borrower);
			return {
				stderr:
					stderr === "inherit" ? stderr : (piece) => seen.push(`${piece}`),
				async [Symbol.asyncDispose]() {
					seen.push("returned");
				},
			};
		};
		return { seen, lend };
	}

	test("is lent to a plugin with its stderr, and returned at its end", async () => {
		const { seen, lend } = lender("piped");
		const script = `printf 'log in' >&2; ${printing({ token: "t" })}`;
		await (await clusterWith(script, {}, lend)).credentials();
		const name = `the exec plugin ${JSON.stringify(folder.path("plugin"))}`;
		expect(seen).toEqual([{ name, reads: "never" }, "log in", "returned"]);
	});

	test.each([
		["fails", "exit 1", {}],
		["cannot be started", "", { args: ["\0"] }],
	])("is returned by a plugin that %s", async (_how, script, exec) => {
		const { seen, lend } = lender("inherit");
		const cluster = await clusterWith(script, exec, lend);
		await errorOf(cluster.credentials(), "credentials");
		expect(seen.slice(1)).toEqual(["returned"]);
	});

	test("is returned when the plugin ends, though it leaves a process with its stderr behind", async () => {
		const { seen, lend } = lender("piped");
		const left = `sleep 60 >'${folder.path("left")}' & echo $! >'${folder.path("pid")}'`;
		const script = `${left}; echo opened >&2\n${printing({ token: "t" })}`;
		await (await clusterWith(script, {}, lend)).credentials();
		process.kill(Number(readFileSync(folder.path("pid"), "utf8")));
		expect(seen.slice(1)).toEqual(["opened\n", "returned"]);
	});
});

test.each([
	[-1, 2],
	[60, 1],
])(
	"a credential that ends in %d s is got %d times for two requests",
	async (seconds, times) => {
		const cluster = await clusterWith(
			printing({ token: "t", expirationTimestamp: inSeconds(seconds) }),
		);
		await cluster.credentials();
		await cluster.credentials();
		expect(runs()).toBe(times);
	},
);

test("what is presented says where it comes from and when it ends", async () => {
	const end = inSeconds(60);
	const cluster = await clusterWith(
		printing({ token: "t", expirationTimestamp: end }),
	);
	expect((await cluster.credentials()).presented).toEqual([
		{
			kind: "exec-plugin",
			origin: `the credentials of the exec plugin ${JSON.stringify(folder.path("plugin"))}`,
			expiresAt: new Date(end),
		},
	]);
});

anyTest("a program of the system's own kind is run, too", async () => {
	const credential = { kind: "ExecCredential", apiVersion: V1 };
	const printed = JSON.stringify({ ...credential, status: { token: "t" } });
	const cluster = await clusterWith("", {
		command: process.execPath,
		args: ["--print", `'${printed}'`],
	});
	const { headers } = await cluster.credentials();
	expect(headers).toEqual({ Authorization: "Bearer t" });
});

test("a plugin that still waits for a login ends with us", async () => {
	const kubeconfig = folder.write("config", {
		users: [
			{
				name: "u",
				user: {
					exec: {
						apiVersion: V1,
						interactiveMode: "Never",
						command: "sh",
						args: ["-c", "echo waiting >&2; exec sleep 60"],
					},
				},
			},
		],
	});
	const program = spawn(process.execPath, [
		join(import.meta.dirname, "../../../../src/main.ts"),
		...["list", "pod/a", "--server=https://127.0.0.1:1", "--user=u"],
		`--kubeconfig=${kubeconfig}`,
	]);
	await once(program.stderr, "data");
	program.kill("SIGTERM");
	// The plugin has inherited stderr, which closes when both have ended.
	const [status] = await once(program, "close");
	expect(status).toBe(130);
});

describe("errors say what is wrong without quoting what was printed", () => {
	const SECRET = "hunter2";
	test.each<[string, string]>([
		[`echo ${SECRET}`, "printed what is neither JSON nor YAML"],
		["true", "printed nothing"],
		["echo '[]'", "printed something that is no ExecCredential"],
		[
			`echo '{"token":"${SECRET}"}'`,
			"printed something that is no ExecCredential",
		],
		[
			printing({ token: [SECRET] }),
			"printed an ExecCredential whose status.token must be a text, not a list",
		],
		[printing({}), "printed neither a token nor a certificate"],
		[
			printing({ clientKeyData: SECRET }),
			"printed only one of certificate and key",
		],
		[
			printing({ token: SECRET, expirationTimestamp: "soon" }),
			"printed an expirationTimestamp that is no time",
		],
		[printing({ token: `${SECRET}\n` }), "contains a line break"],
		[`echo ${SECRET}; exit 7`, "failed with exit status 7"],
		["kill -9 $$", "was ended by SIGKILL"],
		["exec 2>/dev/null; yes", "printed more than 1 MiB"],
	])("%j: %s", async (script, message) => {
		const cluster = await clusterWith(script);
		const error = await errorOf(cluster.credentials(), "credentials");
		expect(error.message).toContain(message);
		expect(
			JSON.stringify([error.message, error.hint, error.facts]),
		).not.toContain(SECRET);
	});

	test("arguments that no program can be given", async () => {
		const cluster = await clusterWith("true", {
			args: [`${SECRET}\0`],
		});
		const error = await errorOf(cluster.credentials(), "credentials");
		expect(error.message).toContain("cannot be run: ");
		expect(error.message).not.toContain(SECRET);
	});

	test("a certificate that is none", async () => {
		const pair = { clientCertificateData: "x", clientKeyData: SECRET };
		const cluster = await clusterWith(printing(pair));
		const error = await errorOf(cluster.credentials(), "certificate");
		expect(error.message).toContain("is not PEM");
	});

	anyTest(
		"a command that is not there, with the kubeconfig's install hint",
		async () => {
			const cluster = await clusterWith("", {
				command: "kubectl-grpc-no-such-plugin",
				installHint: "Get it:\n\n  brew install it",
			});
			const error = await errorOf(cluster.credentials(), "credentials");
			expect(error.message).toBe(
				'the exec plugin "kubectl-grpc-no-such-plugin" is not on PATH',
			);
			expect(error.hint.slice(1)).toEqual(["Get it:", "  brew install it"]);
		},
	);
});
