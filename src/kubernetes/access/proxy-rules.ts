import { BlockList, isIP, isIPv4 } from "node:net";
import { PluginError } from "../../errors.ts";

/** 127.0.0.0/8 covers IPv4-mapped addresses such as ::ffff:127.0.0.1. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

const SCHEMES = ["http:", "https:", "socks5:", "socks5h:"];

/**
 * Returns the proxy that the environment sets for a URL, by the rules of Go's httpproxy package, which kubectl follows. The URL's
 * scheme selects HTTPS_PROXY or HTTP_PROXY (lower case too), NO_PROXY exempts hosts, and localhost never has a proxy. A proxy without
 * scheme is http. A proxy that is no URL is ignored.
 * @throws PluginError `bad-input` for a scheme that no proxy has
 */
export function proxyFromEnvironment(
	url: URL,
	env: NodeJS.ProcessEnv,
): URL | undefined {
	const { name, text } = proxyVariableFor(url, env);
	if (text === undefined) return undefined;
	const proxy = proxyUrl(text);
	if (proxy === null) return undefined;
	if (!SCHEMES.includes(proxy.protocol))
		throw new PluginError(
			"bad-input",
			`${name} has the scheme ${proxy.protocol.slice(0, -1)}, which is no proxy's`,
			{ hint: ["it must be http, https, socks5 or socks5h"] },
		);
	return proxy;
}

/** Returns the variable that sets the proxy for a URL, when its value was ignored because it is no URL. */
export function ignoredProxyVariable(
	url: URL,
	env: NodeJS.ProcessEnv,
): string | undefined {
	const { name, text } = proxyVariableFor(url, env);
	return text !== undefined && proxyUrl(text) === null ? name : undefined;
}

/** Returns the variable for a URL and its text. The text is undefined when the variable is not set or NO_PROXY exempts the URL. */
function proxyVariableFor(url: URL, env: NodeJS.ProcessEnv) {
	const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
	const isFree = isExempt(url, variable(env, "NO_PROXY") ?? "");
	return { name, text: isFree ? undefined : variable(env, name) };
}

const proxyUrl = (text: string): URL | null =>
	URL.parse(text.includes("://") ? text : `http://${text}`);

function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
	return env[name] || env[name.toLowerCase()] || undefined;
}

function isExempt(url: URL, noProxy: string): boolean {
	const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
	const port = url.port || (url.protocol === "https:" ? "443" : "80");
	if (isLoopback(host)) return true;
	return noProxy
		.split(",")
		.map((rule) => rule.trim().toLowerCase())
		.some((rule) => rule !== "" && matches(rule, host, port));
}

/** Whether a host is this machine, by name or address. The host is in any case and without brackets. */
export function isLoopback(host: string): boolean {
	if (isIP(host) === 0) return host.toLowerCase() === "localhost";
	return LOOPBACK.check(host, isIPv4(host) ? "ipv4" : "ipv6");
}

function matches(rule: string, host: string, port: string): boolean {
	if (rule === "*") return true;
	if (rule.includes("/")) return matchesRange(rule, host);
	const split = /^(?<name>\[[^\]]*\]|[^:]*):(?<port>\d+)$/.exec(rule)?.groups;
	if (split?.["port"] !== undefined && split["port"] !== port) return false;
	const name = (split?.["name"] ?? rule).replace(/^\[|\]$/g, "");
	return isIP(host) === 0 ? matchesDomain(name, host) : name === host;
}

/** `example.com` covers itself and its subdomains; `.example.com` and `*.example.com` cover only subdomains. */
function matchesDomain(rule: string, host: string): boolean {
	if (rule === "" || isIP(rule) !== 0) return false;
	const suffix = rule.startsWith("*.") ? rule.slice(1) : rule;
	if (suffix.startsWith(".")) return host.endsWith(suffix);
	return host === suffix || host.endsWith(`.${suffix}`);
}

function matchesRange(range: string, host: string): boolean {
	const [network = "", bits = ""] = range.split("/");
	const family = isIPv4(network) ? "ipv4" : "ipv6";
	const longest = family === "ipv4" ? 32 : 128;
	if (isIP(network) === 0 || isIP(host) === 0) return false;
	if (!/^\d{1,3}$/.test(bits) || Number(bits) > longest) return false;
	const list = new BlockList();
	list.addSubnet(network, Number(bits), family);
	return list.check(host, isIPv4(host) ? "ipv4" : "ipv6");
}
