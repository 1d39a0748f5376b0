import { describe, expect, test } from "vitest";
import {
	base64,
	file,
	HOST,
	kubeconfig,
	same,
	useBench,
	withHome,
} from "./bench.ts";
import type { Call } from "./both.ts";
import { startHttpProxy, startSocksProxy } from "./proxies.ts";

const bench = useBench();

describe("proxies", () => {
	/** Runs both through the proxy, which leads every name to the server. Returns what the proxy was asked. */
	async function through(
		proxy: Awaited<ReturnType<typeof startHttpProxy>>,
		call: Partial<Call>,
	): Promise<string> {
		try {
			await same(bench, call);
			const asked = [...new Set(proxy.asked)];
			expect(asked.length).toBeLessThan(2);
			return asked[0] ?? "not asked";
		} finally {
			await proxy.close();
		}
	}

	const cluster = { server: `https://${HOST}:6443` };
	const token = { token: "t" };

	test.each(["HTTPS_PROXY", "https_proxy"])("%s", async (name) => {
		const proxy = await startHttpProxy(bench.server.port);
		const path = kubeconfig(bench, token, cluster);
		const env = withHome(bench, { [name]: proxy.url });
		expect(await through(proxy, { flags: { kubeconfig: path }, env })).toBe(
			`CONNECT ${HOST}:6443`,
		);
	});

	test("HTTPS_PROXY without a scheme, with a login", async () => {
		const proxy = await startHttpProxy(bench.server.port);
		const path = kubeconfig(bench, token, cluster);
		const HTTPS_PROXY = proxy.url.replace("http://", "me:p%40ss@");
		const env = withHome(bench, { HTTPS_PROXY });
		expect(await through(proxy, { flags: { kubeconfig: path }, env })).toBe(
			`CONNECT ${HOST}:6443 as Basic ${base64("me:p@ss")}`,
		);
	});

	// Go does not count this address of the machine as loopback, and no name has to be resolved.
	const here = () => ({
		server: `https://0.0.0.0:${bench.server.port}`,
		"tls-server-name": HOST,
	});

	test.each([
		["*", "not asked"],
		["example.test, 0.0.0.0", "not asked"],
		["0.0.0.0:PORT", "not asked"],
		["0.0.0.0/8", "not asked"],
		["0.0.0.0:1", "CONNECT 0.0.0.0:PORT"],
		["0.0.0.1", "CONNECT 0.0.0.0:PORT"],
		["1.0.0.0/8", "CONNECT 0.0.0.0:PORT"],
	])("with NO_PROXY=%s it is: %s", async (rule, asked) => {
		const port = String(bench.server.port);
		const proxy = await startHttpProxy(bench.server.port);
		const env = withHome(bench, {
			HTTPS_PROXY: proxy.url,
			NO_PROXY: rule.replace("PORT", port),
		});
		const flags = { kubeconfig: kubeconfig(bench, token, here()) };
		expect(await through(proxy, { flags, env })).toBe(
			asked.replace("PORT", port),
		);
	});

	test.each([
		"other.test",
		"*.other.test",
		"pi.example.test",
		"api.example.test:1",
	])("NO_PROXY=%s is about others", async (NO_PROXY) => {
		const proxy = await startHttpProxy(bench.server.port);
		const env = withHome(bench, { HTTPS_PROXY: proxy.url, NO_PROXY });
		const flags = { kubeconfig: kubeconfig(bench, token, cluster) };
		expect(await through(proxy, { flags, env })).toBe(`CONNECT ${HOST}:6443`);
	});

	test("HTTPS_PROXY is not used for loopback", async () => {
		const proxy = await startHttpProxy(bench.server.port);
		const env = withHome(bench, { HTTPS_PROXY: proxy.url });
		expect(
			await through(proxy, {
				flags: { kubeconfig: kubeconfig(bench, token) },
				env,
			}),
		).toBe("not asked");
	});

	test("proxy-url of the cluster is used also for loopback, and takes precedence over HTTPS_PROXY", async () => {
		const proxy = await startHttpProxy(bench.server.port);
		const path = kubeconfig(bench, token, { "proxy-url": proxy.url });
		const env = withHome(bench, {
			HTTPS_PROXY: "http://127.0.0.1:1",
			NO_PROXY: "*",
		});
		expect(await through(proxy, { flags: { kubeconfig: path }, env })).toBe(
			`CONNECT 127.0.0.1:${bench.server.port}`,
		);
	});

	test("--proxy-url takes precedence over the cluster's own", async () => {
		const proxy = await startHttpProxy(bench.server.port);
		const path = kubeconfig(bench, token, {
			...cluster,
			"proxy-url": "http://127.0.0.1:1",
		});
		const flags = { kubeconfig: path, proxyUrl: proxy.url };
		expect(await through(proxy, { flags })).toBe(`CONNECT ${HOST}:6443`);
	});

	test("an https proxy is verified by the cluster's authority", async () => {
		const proxy = await startHttpProxy(bench.server.port, bench.serverPair);
		const path = kubeconfig(bench, token, {
			...cluster,
			"proxy-url": proxy.url,
		});
		await through(proxy, { flags: { kubeconfig: path } });
	});

	test("a SOCKS 5 proxy resolves the name", async () => {
		const proxy = await startSocksProxy(bench.server.port);
		const path = kubeconfig(bench, token, {
			...cluster,
			"proxy-url": proxy.url,
		});
		expect(await through(proxy, { flags: { kubeconfig: path } })).toBe(
			`CONNECT ${HOST}:6443`,
		);
	});

	test("an exec plugin is given the proxy", async () => {
		const proxy = await startHttpProxy(bench.server.port);
		const path = kubeconfig(
			bench,
			{
				exec: {
					apiVersion: "client.authentication.k8s.io/v1",
					command: file(bench, "plugin", PRINT_INFO_AS_TOKEN, 0o700),
					interactiveMode: "Never",
					provideClusterInfo: true,
				},
			},
			{ "proxy-url": proxy.url },
		);
		await through(proxy, { flags: { kubeconfig: path } });
	});
});

/** Sends a digest of the plugin's input as the token, without the parts whose order of keys may vary. */
const PRINT_INFO_AS_TOKEN = `#!/bin/sh
proxy=$(printf '%s' "$KUBERNETES_EXEC_INFO" | sed 's/.*"proxy-url":"\\([^"]*\\)".*/\\1/')
printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}' "$proxy"
`;
