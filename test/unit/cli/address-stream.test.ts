import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { addressStream } from "../../../src/cli/address-stream.ts";
import { createAuthority, type KeyPair } from "../../certificates/authority.ts";
import { startHttpProxy } from "../../cluster/kubectl-parity/proxies.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { tcpServer } from "../tcp-server.ts";

/** Starts a server that sends a greeting, behind a proxy. The proxy is an https one when given a certificate. */
async function startGreeter(pair?: KeyPair) {
	const port = await tcpServer((socket) => socket.end("hello"));
	const proxy = await startHttpProxy(port, pair);
	onTestFinished(() => proxy.close());
	return { port, proxy };
}

/** Starts a proxy that passes each connection to `onSocket`. */
async function startProxy(onSocket: (socket: Socket) => void): Promise<string> {
	const port = await tcpServer((socket) =>
		socket.once("data", () => onSocket(socket)),
	);
	return `http://127.0.0.1:${port}`;
}

async function greeting(host: string, port: number, env: NodeJS.ProcessEnv) {
	const open = addressStream(host, port, { env, timeoutMs: 5000 });
	const stream = await open(new AbortController().signal);
	return String(await stream.setEncoding("utf8").toArray());
}

test("goes through the proxy that HTTPS_PROXY names, which resolves the name", async () => {
	const { proxy } = await startGreeter();
	const env = { https_proxy: proxy.url };
	expect(await greeting("grpc.example.test", 443, env)).toBe("hello");
	expect(proxy.asked).toEqual(["CONNECT grpc.example.test:443"]);
});

test.each([
	[
		"users.shop.svc.cluster.invalid",
		"if it is a Service of the cluster: svc/users:50051 -n shop",
	],
	[
		"users.example.invalid",
		"check its spelling; a Service of the cluster is named svc/NAME:50051 -n NAMESPACE",
	],
])("%s, not in DNS, may be a Service", async (host, hint) => {
	for (const env of [{}, { https_proxy: "http://127.0.0.1:1", no_proxy: "*" }])
		await expect(greeting(host, 50051, env)).rejects.toMatchObject({
			code: "name-unresolved",
			hint: [hint],
		});
});

const MODULE = join(import.meta.dirname, "../../../src/cli/address-stream.ts");

/** Returns the greeting that a process of its own reads. A process reads the authorities only once. */
async function greetingElsewhere(env: NodeJS.ProcessEnv): Promise<string> {
	const script = `
		const { addressStream } = await import(${JSON.stringify(MODULE)});
		const open = addressStream("grpc.example.test", 443, { env: process.env, timeoutMs: 5000 });
		const stream = await open(new AbortController().signal);
		console.log(String(await stream.setEncoding("utf8").toArray()));`;
	const { stdout } = await promisify(execFile)(
		process.execPath,
		["--input-type=module", "--eval", script],
		{ env },
	);
	return stdout.trim();
}

// macOS and Windows keep the system's authorities where no test should write.
test.runIf(process.platform === "linux")(
	"verifies an https proxy against the system's authorities",
	async () => {
		const authority = await createAuthority();
		const names = ["127.0.0.1"];
		const pair = await authority.issue({ commonName: "proxy", names });
		const { proxy } = await startGreeter(pair);
		const system = join(temporaryFolder(onTestFinished), "system.pem");
		writeFileSync(system, authority.certificate);
		const env = { HTTPS_PROXY: proxy.url };
		expect(await greetingElsewhere({ ...env, SSL_CERT_FILE: system })).toBe(
			"hello",
		);
		await expect(greetingElsewhere(env)).rejects.toThrow(
			/the proxy https:\/\/127\.0\.0\.1:\d+ does not connect/,
		);
	},
);

test("does not use the proxy for loopback", async () => {
	const { port, proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url };
	expect(await greeting("127.0.0.1", port, env)).toBe("hello");
	expect(proxy.asked).toEqual([]);
});

test("does not use the proxy where NO_PROXY says so", async () => {
	const { proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url, NO_PROXY: ".invalid" };
	await expect(greeting("grpc.invalid", 443, env)).rejects.toMatchObject({
		code: "name-unresolved",
	});
	expect(proxy.asked).toEqual([]);
});

test("a proxy that does not exist is named, with the variable that holds it", async () => {
	const { proxy } = await startGreeter();
	await proxy.close();
	const env = { HTTPS_PROXY: proxy.url };
	await expect(greeting("grpc.example.test", 443, env)).rejects.toMatchObject({
		code: "tunnel-failed",
		hint: expect.arrayContaining(["the proxy comes from HTTPS_PROXY"]),
	});
});

test("a proxy that is no URL is not used, as in grpc-go, and is named where the connection without it fails", async () => {
	const env = { HTTPS_PROXY: "http://ann:s3#cret@proxy:3128" };
	const ignored = "HTTPS_PROXY is not a URL, so no proxy was used";
	await expect(greeting("users.invalid", 443, env)).rejects.toMatchObject({
		code: "name-unresolved",
		hint: [ignored, expect.anything()],
	});
	const exempt = { ...env, NO_PROXY: ".invalid" };
	await expect(greeting("users.invalid", 443, exempt)).rejects.toMatchObject({
		hint: [expect.not.stringContaining("HTTPS_PROXY")],
	});
});

test("credentials in the variable are sent to the proxy and are in no message", async () => {
	const { proxy } = await startGreeter();
	const url = proxy.url.replace("//", "//ann:s%40crt@");
	const env = { HTTPS_PROXY: url };
	expect(await greeting("grpc.example.test", 443, env)).toBe("hello");
	const login = Buffer.from("ann:s@crt").toString("base64");
	expect(proxy.asked).toEqual([
		`CONNECT grpc.example.test:443 as Basic ${login}`,
	]);
	await proxy.close();
	const failed = await greeting("grpc.example.test", 443, env).catch(String);
	expect(failed).toContain("the proxy http://127.0.0.1:");
	expect(failed).not.toMatch(/ann|crt/);
});

test("credentials that are not percent-encoded are sent as they are, as by curl", async () => {
	const { proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url.replace("//", "//ann:50%off@") };
	expect(await greeting("grpc.example.test", 443, env)).toBe("hello");
	const login = Buffer.from("ann:50%off").toString("base64");
	expect(proxy.asked).toEqual([
		`CONNECT grpc.example.test:443 as Basic ${login}`,
	]);
});

test("the answer of a proxy that refuses is quoted", async () => {
	const url = await startProxy((socket) =>
		socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
	);
	await expect(
		greeting("grpc.example.test", 443, { HTTPS_PROXY: url }),
	).rejects.toThrow("it answers 407 Proxy Authentication Required");
});

test("an abort ends the wait for a silent proxy", async () => {
	const ending = new AbortController();
	const url = await startProxy(() => ending.abort());
	const env = { HTTPS_PROXY: url };
	const open = addressStream("grpc.example.test", 443, {
		env,
		timeoutMs: 60_000,
	});
	await expect(open(ending.signal)).rejects.toThrow("aborted");
});

test("an address with a zone is connected to without the proxy", async () => {
	const { proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url };
	await expect(greeting("::1%lo", 9, env)).rejects.toThrow();
	expect(proxy.asked).toEqual([]);
});
