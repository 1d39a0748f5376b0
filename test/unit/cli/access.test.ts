import { createPrivateKey } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer as createTls } from "node:tls";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { accessOf } from "../../../src/cli/access.ts";
import { CLUSTER_FLAGS } from "../../../src/cli/cluster-flags.ts";
import type { Asks } from "../../../src/cli/confidential-data.ts";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import type { AccessContext } from "../../../src/cli/reach.ts";
import { TARGET_FLAGS } from "../../../src/cli/target-flags.ts";
import { openerOf, targetsOf } from "../../../src/cli/targets.ts";
import { TRANSPORT_FLAGS } from "../../../src/cli/transport-flags.ts";
import { REQUEST_FLAGS } from "../../../src/commands/call/flags.ts";
import { startProgress } from "../../../src/render/progress.ts";
import {
	type Authority,
	createAuthority,
} from "../../certificates/authority.ts";
import { startHttpProxy } from "../../cluster/kubectl-parity/proxies.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { grpcServer } from "../grpc/servers.ts";
import { listen, tcpServer } from "../tcp-server.ts";

const FLAGS = {
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...CLUSTER_FLAGS,
	"rpc-header": REQUEST_FLAGS["rpc-header"],
	"reflect-header": REQUEST_FLAGS["reflect-header"],
};
const TOKEN = ["-H", "authorization: Bearer s3cret"];
/** An address that only a proxy leads to loopback. No DNS resolves it here. */
const ELSEWHERE = "grpc.example.test:443";

const folder = temporaryFolder(afterAll);
const cacert = ["--cacert", join(folder, "ca.pem")];
let authority: Authority;

beforeAll(async () => {
	authority = await createAuthority("the company");
	writeFileSync(join(folder, "ca.pem"), authority.certificate);
});

type Given = {
	readonly asks?: Asks | undefined;
	readonly env?: NodeJS.ProcessEnv;
	/** How many connections are opened. */
	readonly times?: number;
	readonly stderr?: AccessContext["stderr"];
};

/** Returns what is on a terminal when an address that is not loopback is connected to while progress is shown. */
async function toldBeside(progress: string, env: NodeJS.ProcessEnv) {
	const written: string[] = [];
	const stderr = {
		isTTY: true,
		write: (text: string) => written.push(text),
	};
	using shown = startProgress(stderr, {}, (run) => {
		queueMicrotask(run);
		return () => {};
	});
	shown.update(progress);
	await connectTold([ELSEWHERE], { env, stderr });
	return written.join("");
}

/** Connects as a command line asks, and returns the transport of the connection. */
async function connect(line: readonly string[], given: Given = {}) {
	return (await connectTold(line, given)).transport;
}

/** The same, with the lines on stderr. */
async function connectTold(
	line: readonly string[],
	{ asks, env = {}, times = 1, stderr: terminal }: Given,
) {
	const told: string[] = [];
	const stderr = terminal ?? { write: (text: string) => told.push(text) };
	const access = await accessTo(line, { asks, env, stderr });
	const { signal } = access;
	const [target] = await targetsOf(access);
	if (target === undefined) throw new Error("no target");
	const open = await openerOf(access);
	const channel = await open(target, signal);
	for (let more = 1; more < times; more++) await open(target, signal);
	return { transport: channel.transport, told };
}

/** Reads what a command line aims at, which ends with the test. */
function accessTo(
	line: readonly string[],
	{ asks, env = {}, stderr = { write() {} } }: Omit<Given, "times"> = {},
) {
	const args = parseArguments(line, FLAGS);
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const noCluster = () => Promise.reject(new Error("no cluster is needed"));
	return accessOf(
		args,
		noCluster,
		{ signal: ending.signal, env, stderr },
		asks,
	);
}

/** Starts a TLS server whose certificate has these names. Returns its address. */
async function tlsServer(...names: string[]): Promise<string> {
	const { certificate, key } = await authority.issue({
		commonName: "users",
		names,
	});
	const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
	const server = createTls(
		{ cert: certificate, key, ALPNProtocols: ["h2"] },
		(socket) => {
			socket.on("error", () => {});
			socket.write(settings);
		},
	);
	server.on("tlsClientError", () => {});
	return `127.0.0.1:${await listen(server)}`;
}

/** Returns an environment in which a proxy leads every address that is not loopback to this one. */
async function leadingTo(address: string): Promise<NodeJS.ProcessEnv> {
	const proxy = await startHttpProxy(Number(address.split(":")[1]));
	onTestFinished(() => proxy.close());
	return { HTTPS_PROXY: proxy.url };
}

describe("an address that speaks TLS", () => {
	test.each([
		["found out", []],
		["by --tls", ["--tls"]],
		["with metadata", TOKEN],
	])("must have a certificate that verifies: %s", async (_, flags) => {
		const address = await tlsServer("users.example");
		await expect(connect([address, ...flags])).rejects.toMatchObject({
			code: "tls-verify",
			message: expect.stringMatching(
				/unknown authority.*names users\.example, issuer CN=the company/,
			),
			hint: [
				expect.stringContaining("--cacert"),
				expect.stringContaining("--servername"),
				expect.stringContaining("--insecure-skip-verify"),
			],
		});
	});

	test("must be for the host, or for --servername or --authority", async () => {
		const address = await tlsServer("users.example");
		await expect(connect([address, ...cacert])).rejects.toMatchObject({
			code: "tls-verify",
			message: expect.stringMatching(/it is not for "127\.0\.0\.1"/),
		});
		for (const name of ["--servername", "--authority"])
			expect(
				await connect([address, ...cacert, `${name}=users.example`]),
			).toMatchObject({ certificate: { verified: { ok: true } } });
		const byHost = await tlsServer("127.0.0.1");
		expect(await connect([byHost, ...cacert])).toMatchObject({
			certificate: { verified: { ok: true } },
		});
	});

	test.each([
		["--insecure-skip-verify says so", ["--insecure-skip-verify"], undefined],
		["health alone is asked", [], "health"],
	] as const)("shows one that does not where %s", async (_, flags, asks) => {
		const address = await tlsServer("users.example");
		expect(
			await connect([address, ...flags], asks === undefined ? {} : { asks }),
		).toMatchObject({ certificate: { verified: { ok: false } } });
	});

	test("must have one that verifies where health is asked with metadata", async () => {
		const address = await tlsServer("users.example");
		await expect(
			connect([address, ...TOKEN], { asks: "health" }),
		).rejects.toMatchObject({ code: "tls-verify" });
	});
});

describe("metadata", () => {
	test.each(["-H", "--rpc-header", "--reflect-header"])(
		"of %s never goes to an address elsewhere in plaintext by itself",
		async (flag) => {
			const greetings: number[] = [];
			const port = await tcpServer((socket) =>
				socket.once("data", (first: Buffer) => {
					greetings.push(first[0] ?? 0);
					socket.destroy();
				}),
			);
			const env = await leadingTo(`127.0.0.1:${port}`);
			await expect(
				connect([ELSEWHERE, flag, "authorization: Bearer s3cret"], { env }),
			).rejects.toMatchObject({
				code: "tls-handshake",
				hint: [expect.stringContaining("--plaintext")],
			});
			// The first byte of a ClientHello, and not HTTP/2's preface.
			expect(greetings).toEqual([0x16]);
		},
	);

	test("goes there over TLS, and in plaintext where that is said", async () => {
		const secure = await leadingTo(await tlsServer("grpc.example.test"));
		expect(
			await connect([ELSEWHERE, ...TOKEN, ...cacert], { env: secure }),
		).toMatchObject({ kind: "tls" });
		const { port } = await grpcServer(() => {});
		const env = await leadingTo(`127.0.0.1:${port}`);
		expect(
			await connect([ELSEWHERE, ...TOKEN, "--plaintext"], { env }),
		).toMatchObject({ kind: "plaintext" });
	});

	test("goes to loopback as the server there speaks", async () => {
		const { port } = await grpcServer(() => {});
		for (const host of ["127.0.0.1", "localhost"])
			expect(await connect([`${host}:${port}`, ...TOKEN])).toMatchObject({
				kind: "plaintext",
				detected: true,
			});
	});

	test("where there is none an address elsewhere is found out, and plaintext is told once", async () => {
		const { port } = await grpcServer(() => {});
		const env = await leadingTo(`127.0.0.1:${port}`);
		const { transport, told } = await connectTold([ELSEWHERE], {
			env,
			times: 2,
		});
		expect(transport).toMatchObject({ kind: "plaintext", detected: true });
		expect(told).toEqual([
			expect.stringMatching(
				/^warning: grpc\.example\.test:443 speaks plaintext.*--tls.*--plaintext.*\n$/,
			),
		]);
	});

	test("plaintext is told above the progress that is shown", async () => {
		const { port } = await grpcServer(() => {});
		const env = await leadingTo(`127.0.0.1:${port}`);
		const told = await toldBeside("2 of 9 calls…", env);
		expect(told.split("\r\x1b[2K")).toEqual([
			"",
			"2 of 9 calls…",
			expect.stringMatching(/^warning: .*\n$/),
			"2 of 9 calls…",
		]);
	});

	test.each<[string, readonly string[], Given]>([
		["--plaintext says so", ["--plaintext"], {}],
		["health alone is asked", [], { asks: "health" }],
	])("plaintext is no news where %s", async (_, flags, given) => {
		const { port } = await grpcServer(() => {});
		const env = await leadingTo(`127.0.0.1:${port}`);
		const line = [ELSEWHERE, ...flags];
		const { told } = await connectTold(line, { ...given, env });
		expect(told).toEqual([]);
	});

	test("plaintext is no news on loopback", async () => {
		const { port } = await grpcServer(() => {});
		const { told } = await connectTold([`127.0.0.1:${port}`], {});
		expect(told).toEqual([]);
	});
});

describe("a certificate or key that TLS cannot use", () => {
	const mate = async () => (await authority.issue({ commonName: "x" })).key;
	const encrypted = async () =>
		String(
			createPrivateKey(await mate()).export({
				type: "pkcs8",
				format: "pem",
				cipher: "aes-256-cbc",
				passphrase: "secret",
			}),
		);
	test.each([
		["a key of another certificate", mate, "do not belong together"],
		["an encrypted key", encrypted, "the client key is encrypted"],
	])("is refused before anything is asked: %s", async (_, keyOf, message) => {
		const { certificate } = await authority.issue({ commonName: "tester" });
		writeFileSync(join(folder, "tester.crt"), certificate);
		writeFileSync(join(folder, "tester.key"), await keyOf());
		const files = ["--cert", join(folder, "tester.crt")].concat(
			"--key",
			join(folder, "tester.key"),
		);
		await expect(accessTo([ELSEWHERE, ...files])).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringContaining(message),
			hint: [expect.stringContaining("openssl")],
		});
	});

	test("is refused in an authority's file, too", async () => {
		const empty = join(folder, "empty.pem");
		writeFileSync(
			empty,
			"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n",
		);
		await expect(
			accessTo([ELSEWHERE, "--cacert", empty]),
		).rejects.toMatchObject({ code: "bad-input" });
	});
});
