import { get } from "node:https";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { at, runSandboxForTests, textAt } from "../../running-sandbox.ts";

const sandbox = await runSandboxForTests({ bookmarkEveryMs: 50 });
const MAPS = "/api/v1/namespaces/default/configmaps";
const open: AbortController[] = [];

afterEach(() => {
	for (const watch of open.splice(0)) watch.abort();
});

/** Starts a watch and returns its events one by one. */
function watch(path: string, headers: Record<string, string> = {}) {
	const ending = new AbortController();
	open.push(ending);
	const lines = new Promise<AsyncIterator<string>>((resolve, reject) => {
		const request = get(
			new URL(path, sandbox.server),
			{
				agent: sandbox.agent,
				headers: { ...sandbox.headersOf("admin"), ...headers },
				signal: ending.signal,
			},
			(response) => {
				response.on("error", () => {});
				resolve(createInterface({ input: response })[Symbol.asyncIterator]());
			},
		);
		request.on("error", reject);
	});
	return {
		next: async (): Promise<unknown> => {
			const { value, done } = await (await lines).next();
			return done ? undefined : JSON.parse(value);
		},
	};
}

async function revision(): Promise<string> {
	return textAt((await sandbox.api(MAPS)).body, "metadata.resourceVersion");
}

function write(name: string, labels: object = {}, method = "POST") {
	const path = method === "POST" ? MAPS : `${MAPS}/${name}`;
	return sandbox.api(path, {
		method,
		...(method === "DELETE"
			? {}
			: {
					body: {
						apiVersion: "v1",
						kind: "ConfigMap",
						metadata: { name, labels },
					},
				}),
	});
}

function summary(event: unknown): string {
	return `${textAt(event, "type")} ${textAt(event, "object.metadata.name")}`;
}

describe("watch", () => {
	test("goes on where a list was, with every kind of change", async () => {
		const from = await revision();
		await write("one");
		const events = watch(`${MAPS}?watch=true&resourceVersion=${from}`);
		expect(summary(await events.next())).toBe("ADDED one");
		await write("one", { a: "b" }, "PUT");
		expect(summary(await events.next())).toBe("MODIFIED one");
		await write("one", {}, "DELETE");
		expect(summary(await events.next())).toBe("DELETED one");
	});

	test("sees objects come into and leave a selector", async () => {
		const from = await revision();
		const query = `watch=true&resourceVersion=${from}&labelSelector=colour%3Dred`;
		const events = watch(`${MAPS}?${query}`);
		await write("two", { colour: "blue" });
		await write("two", { colour: "red" }, "PUT");
		expect(summary(await events.next())).toBe("ADDED two");
		await write("two", { colour: "green" }, "PUT");
		const left = await events.next();
		expect(summary(left)).toBe("DELETED two");
		expect(at(left, "object.metadata.labels")).toEqual({ colour: "red" });
	});

	test("without a version begins with what is there", async () => {
		await write("three");
		const query = "watch=true&fieldSelector=metadata.name%3Dthree";
		const events = watch(`${MAPS}?${query}`);
		expect(summary(await events.next())).toBe("ADDED three");
	});

	test("says when the initial events are over, for those who ask", async () => {
		const query =
			"watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Dnone";
		const events = watch(`${MAPS}?${query}`);
		expect(await events.next()).toMatchObject({
			type: "BOOKMARK",
			object: {
				metadata: { annotations: { "k8s.io/initial-events-end": "true" } },
			},
		});
	});

	test("bookmarks its progress while nothing happens", async () => {
		const from = await revision();
		const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${from}&fieldSelector=metadata.name%3Dnone`;
		const events = watch(`${MAPS}?${query}`);
		const other = await write("four");
		const reached = Number(textAt(other.body, "metadata.resourceVersion"));
		for (;;) {
			const event = await events.next();
			expect(event).toMatchObject({
				type: "BOOKMARK",
				object: { kind: "ConfigMap", apiVersion: "v1" },
			});
			const at = Number(textAt(event, "object.metadata.resourceVersion"));
			if (at >= reached) break;
		}
	});

	test("answers 410 in the stream when the version is forgotten, and goes on for those who are up to date", async () => {
		const from = await revision();
		await write("five");
		const upToDate = watch(
			`${MAPS}?watch=true&resourceVersion=${await revision()}`,
		);
		// The head of the answer has come, so the watch is open before the history is discarded.
		const written = write("six");
		expect(summary(await upToDate.next())).toBe("ADDED six");
		await written;
		sandbox.control.compact();
		const events = watch(`${MAPS}?watch=true&resourceVersion=${from}`);
		expect(await events.next()).toMatchObject({
			type: "ERROR",
			object: {
				kind: "Status",
				code: 410,
				reason: "Expired",
				message: expect.stringMatching(
					new RegExp(`^too old resource version: ${from} \\(\\d+\\)$`),
				),
			},
		});
		expect(await events.next()).toBeUndefined();
		await write("seven");
		expect(summary(await upToDate.next())).toBe("ADDED seven");
	});

	test("ends when its time is over", async () => {
		const query = `watch=true&timeoutSeconds=1&resourceVersion=${await revision()}`;
		expect(await watch(`${MAPS}?${query}`).next()).toBeUndefined();
	});

	test("comes as tables for kubectl get --watch", async () => {
		const from = await revision();
		const events = watch(`${MAPS}?watch=true&resourceVersion=${from}`, {
			accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
		});
		await write("eight");
		expect(await events.next()).toMatchObject({
			type: "ADDED",
			object: { kind: "Table", rows: [{ cells: ["eight", 0, "0s"] }] },
		});
	});

	test("is cut when the API server stops, and nothing is lost when it is back", async () => {
		const from = await revision();
		const events = watch(`${MAPS}?watch=true&resourceVersion=${from}`);
		await write("nine");
		expect(summary(await events.next())).toBe("ADDED nine");
		const cut = events.next().catch(() => undefined);
		await sandbox.control.stopApiServer();
		expect(await cut).toBeUndefined();
		// On Windows a connection that was kept may be the first to learn of it.
		await expect(sandbox.api(MAPS)).rejects.toThrow(
			process.platform === "win32" ? "ECONN" : "ECONNREFUSED",
		);
		await sandbox.control.startApiServer();
		const again = watch(`${MAPS}?watch=true&resourceVersion=${from}`);
		expect(summary(await again.next())).toBe("ADDED nine");
	});
});
