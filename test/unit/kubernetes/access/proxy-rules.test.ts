import { expect, test } from "vitest";
import { proxyFromEnvironment } from "../../../../src/kubernetes/access/proxy-rules.ts";

const PROXY = "http://proxy:3128";

const proxyOf = (url: string, env: NodeJS.ProcessEnv) =>
	proxyFromEnvironment(new URL(url), env)?.href;

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
	["https://api", {}, undefined],
	["https://api", { HTTPS_PROXY: PROXY }, "http://proxy:3128/"],
	["https://api", { https_proxy: "proxy:3128" }, "http://proxy:3128/"],
	[
		"https://api",
		{ HTTPS_PROXY: "", https_proxy: PROXY },
		"http://proxy:3128/",
	],
	["https://api", { HTTPS_PROXY: "socks5://p:1" }, "socks5://p:1"],
	["https://api", { HTTP_PROXY: PROXY }, undefined],
	["https://api", { ALL_PROXY: PROXY }, undefined],
	["http://api", { HTTP_PROXY: PROXY }, "http://proxy:3128/"],
	["https://localhost:6443", { HTTPS_PROXY: PROXY }, undefined],
	["https://127.8.8.8:6443", { HTTPS_PROXY: PROXY }, undefined],
	["https://[::1]:6443", { HTTPS_PROXY: PROXY }, undefined],
	["https://[::ffff:127.0.0.1]", { HTTPS_PROXY: PROXY }, undefined],
	["https://[::ffff:10.0.0.1]", { HTTPS_PROXY: PROXY }, "http://proxy:3128/"],
	["https://api", { HTTPS_PROXY: "http://[" }, undefined],
])("%s with %j goes through %s", (url, env, proxy) => {
	expect(proxyOf(url, env)).toBe(proxy);
});

// The rules of golang.org/x/net/http/httpproxy.
test.each<[rule: string, url: string, exempt: "exempt" | "proxied"]>([
	["*", "https://api", "exempt"],
	["other, * ", "https://api", "exempt"],
	["api.example.test", "https://api.example.test", "exempt"],
	["API.Example.Test", "https://api.example.test", "exempt"],
	["example.test", "https://api.example.test", "exempt"],
	["example.test", "https://example.test", "exempt"],
	["example.test", "https://myexample.test", "proxied"],
	[".example.test", "https://api.example.test", "exempt"],
	[".example.test", "https://example.test", "proxied"],
	["*.example.test", "https://api.example.test", "exempt"],
	["*.example.test", "https://example.test", "proxied"],
	["api:6443", "https://api:6443", "exempt"],
	["api:6443", "https://api", "proxied"],
	["api:443", "https://api", "exempt"],
	["10.0.0.1", "https://10.0.0.1", "exempt"],
	["10.0.0.1:443", "https://10.0.0.1", "exempt"],
	["10.0.0.1:6443", "https://10.0.0.1", "proxied"],
	["10.0.0.0/8", "https://10.9.9.9:6443", "exempt"],
	["10.0.0.0/8", "https://11.0.0.1", "proxied"],
	["10.0.0.0/33", "https://10.0.0.1", "proxied"],
	["10.0.0.0/8", "https://10.example.test", "proxied"],
	["fd00::/8", "https://[fd00::1]:6443", "exempt"],
	["fd00::1", "https://[fd00::1]", "exempt"],
	["[fd00::1]:443", "https://[fd00::1]", "exempt"],
	["0.0.1", "https://10.0.0.1", "proxied"],
	["nonsense/8, ,:80,", "https://api", "proxied"],
])("NO_PROXY=%s: %s is %s", (rule, url, expected) => {
	const env = { HTTPS_PROXY: PROXY, NO_PROXY: rule };
	expect(proxyOf(url, env) === undefined ? "exempt" : "proxied").toBe(expected);
});

test("a scheme that no proxy has is refused", () => {
	expect(() => proxyOf("https://api", { HTTPS_PROXY: "ftp://p" })).toThrow(
		"HTTPS_PROXY has the scheme ftp",
	);
});
