import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { text as textOf } from "node:stream/consumers";
import { afterAll, vi } from "vitest";
import {
	type Sandbox,
	type SandboxOptions,
	startSandbox,
} from "../../../src/sandbox/sandbox.ts";

// Pods are processes, and with two busy cores each takes long to start. They run from source, so Node strips the types.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Answer = {
	readonly code: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly text: string;
	/** The JSON, if the body is JSON. */
	readonly body: unknown;
};

type ApiOptions = {
	readonly method?: string;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string | readonly string[]>>;
	/** The context of the kubeconfig. */
	readonly as?: "admin" | "jane" | "viewer" | "nobody";
};

/** A sandbox for the tests of one file, and raw access to its API. */
type RunningSandbox = Sandbox & {
	readonly errors: readonly unknown[];
	readonly agent: Agent;
	headersOf(as: ApiOptions["as"]): Record<string, string>;
	api(path: string, options?: ApiOptions): Promise<Answer>;
	/** Reads the pods of the namespace from the API. */
	pods(selector?: string): Promise<readonly unknown[]>;
};

/** Starts a sandbox that ends with the test file. Errors inside it are collected, and fail the file at the end. */
export async function runSandboxForTests(
	options: SandboxOptions = {},
): Promise<RunningSandbox> {
	const errors: unknown[] = [];
	const sandbox = await startSandbox({
		crashBackoffMs: 500,
		onError: (error) => errors.push(error),
		...options,
	});
	const config: unknown = JSON.parse(
		await readFile(sandbox.kubeconfigPath, "utf8"),
	);
	const { ca, tokens } = credentialsOf(config);
	const agent = new Agent({ ca, keepAlive: true });
	afterAll(async () => {
		agent.destroy();
		await sandbox.stop();
		if (errors.length > 0) throw errors[0];
	});
	const headersOf = (as: ApiOptions["as"] = "admin") => {
		const token = tokens[as];
		return token === undefined ? {} : { authorization: `Bearer ${token}` };
	};
	const api = (path: string, call: ApiOptions = {}) =>
		send(new URL(path, sandbox.server), agent, call, headersOf(call.as));
	return {
		...sandbox,
		errors,
		agent,
		headersOf,
		api,
		pods: async (selector = "") => {
			const query = new URLSearchParams({ labelSelector: selector });
			const list = await api(
				`/api/v1/namespaces/${sandbox.namespace}/pods?${query}`,
			);
			return listAt(list.body, "items");
		},
	};
}

function credentialsOf(config: unknown): {
	ca: Buffer;
	tokens: Record<string, string>;
} {
	const text = JSON.stringify(config);
	const [, ca = ""] = /"certificate-authority-data":"([^"]+)"/.exec(text) ?? [];
	const tokens = [
		...text.matchAll(/"name":"(\w+)","user":\{"token":"(\w+)"\}/g),
	].map(([, name = "", token = ""]) => [name, token]);
	return {
		ca: Buffer.from(ca, "base64"),
		tokens: Object.fromEntries(tokens),
	};
}

async function send(
	url: URL,
	agent: Agent,
	{ method = "GET", body, headers = {} }: ApiOptions,
	credentials: Record<string, string>,
): Promise<Answer> {
	const content = body === undefined ? undefined : JSON.stringify(body);
	const outgoing = request(url, {
		agent,
		method,
		headers: {
			...(content === undefined
				? {}
				: {
						"content-type": "application/json",
						"content-length": Buffer.byteLength(content),
					}),
			...credentials,
			...Object.fromEntries(Object.entries(headers)),
		},
	}).end(content);
	const [response] = await once(outgoing, "response");
	const text = await textOf(response);
	return {
		code: response.statusCode ?? 0,
		headers: response.headers,
		text,
		body: parse(text),
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Resolves with the first value of `look` that is not undefined. */
export async function eventually<T>(
	look: () => Promise<T | undefined>,
	timeoutMs = 30_000,
): Promise<T> {
	return vi.waitFor(
		async () => {
			const found = await look();
			if (found === undefined || found === false)
				throw new Error("it did not happen");
			return found;
		},
		{ timeout: timeoutMs, interval: 50 },
	);
}

/** Whether a process with this pid exists. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Returns the value at a dotted path of a JSON value: `items.0.metadata.name`. */
export function at(value: unknown, path: string): unknown {
	return path
		.split(".")
		.reduce<unknown>(
			(parent, key) =>
				typeof parent === "object" && parent !== null
					? Reflect.get(parent, key)
					: undefined,
			value,
		);
}

/** Returns the text at a path; empty when there is none. */
export function textAt(value: unknown, path: string): string {
	const found = at(value, path);
	return found === undefined || found === null ? "" : String(found);
}

/** Returns the list at a path; empty when there is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
	const found = at(value, path);
	return Array.isArray(found) ? found : [];
}
