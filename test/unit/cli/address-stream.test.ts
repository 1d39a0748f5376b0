import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { addressStream } from "../../../src/cli/address-stream.ts";
import { startHttpProxy } from "../../cluster/kubectl-parity/proxies.ts";

/** A server that greets, behind a proxy. */
async function startGreeter() {
	const server = createServer((socket) => socket.end("hello"));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const port = typeof address === "object" && address ? address.port : 0;
	const proxy = await startHttpProxy(port);
	onTestFinished(async () => {
		await proxy.close();
		server.close();
	});
	return { port, proxy };
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

test("goes around it for loopback", async () => {
	const { port, proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url };
	expect(await greeting("127.0.0.1", port, env)).toBe("hello");
	expect(proxy.asked).toEqual([]);
});

test("goes around it where NO_PROXY says so", async () => {
	const { proxy } = await startGreeter();
	const env = { HTTPS_PROXY: proxy.url, NO_PROXY: ".invalid" };
	await expect(greeting("grpc.invalid", 443, env)).rejects.toMatchObject({
		code: "target",
	});
	expect(proxy.asked).toEqual([]);
});

test("a proxy that is not there is named, with the variable it comes from", async () => {
	const { proxy } = await startGreeter();
	await proxy.close();
	const env = { HTTPS_PROXY: proxy.url };
	await expect(greeting("grpc.example.test", 443, env)).rejects.toMatchObject({
		code: "connection-lost",
		hint: expect.arrayContaining(["the proxy comes from HTTPS_PROXY"]),
	});
});
