import type { ServerResponse } from "node:http";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import {
	createApiClient,
	type WatchEvent,
} from "../../../../src/kubernetes/api.ts";
import { loadCluster } from "../../../../src/kubernetes/cluster.ts";
import type { Field } from "../../../../src/kubernetes/field.ts";
import { errorOf } from "../../plugin-error.ts";
import { startRecordingServer } from "../access/recording-server.ts";

// Watches pause before they come back: a busy machine needs longer than the usual limit.
vi.setConfig({ testTimeout: 30_000 });

type Pod = {
	readonly metadata: { readonly uid: string; readonly resourceVersion: string };
};

const pod = (uid: string, resourceVersion: string): Pod => ({
	metadata: { uid, resourceVersion },
});

/** What is read of one: which it is. */
const readPod = (object: Field) => object.record("metadata").text("uid");

/** What to do with a request: each list and each watch takes the next step of its own kind; the last one stays. */
type Step = (response: ServerResponse) => void;

const line =
	(type: string, object: object): Step =>
	(response) =>
		void response.write(`${JSON.stringify({ type, object })}\n`);

const steps =
	(...all: readonly Step[]): Step =>
	(response) => {
		for (const step of all) step(response);
	};

const end: Step = (response) => void response.end();
const stay: Step = (response) => response.flushHeaders();
const cut: Step = (response) => void setImmediate(() => response.destroy());
const bookmark = (version: string) => line("BOOKMARK", pod("", version));
const gone = line("ERROR", { kind: "Status", code: 410, reason: "Expired" });

const refuse =
	(status: number, reason = ""): Step =>
	(response) => {
		const body = { kind: "Status", code: status, reason, message: reason };
		response.writeHead(status).end(JSON.stringify(body));
	};

const listing =
	(version: string, ...items: readonly Pod[]): Step =>
	(response) =>
		void response.end(
			JSON.stringify({ metadata: { resourceVersion: version }, items }),
		);

/** Plays the script, and gives what the watch tells, one word an event, until it has told so many. */
async function play(
	script: {
		readonly lists: readonly Step[];
		readonly watches: readonly Step[];
	},
	count: number,
	before: "none" | "lost" = "none",
) {
	let lists = 0;
	let watches = 0;
	const open = new Set<ServerResponse>();
	const server = await startRecordingServer({
		answer: (request, response) => {
			const isWatch = request.url?.includes("watch=true");
			const all = isWatch ? script.watches : script.lists;
			const index = isWatch ? watches++ : lists++;
			open.add(response);
			response.once("close", () => open.delete(response));
			all[Math.min(index, all.length - 1)]?.(response);
		},
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster({ server: server.url }, {});
	const controller = new AbortController();
	const { signal } = controller;
	const events = createApiClient(cluster).watch("/api/v1/pods", readPod, {
		signal,
		before,
		query: { labelSelector: "a" },
	});
	const told: string[] = [];
	for await (const event of events) {
		told.push(word(event));
		if (told.length === count) controller.abort();
	}
	const urls = server.requests.map(({ url }) => new URL(url, "http://server"));
	const watchedFrom = urls
		.filter(({ searchParams }) => searchParams.has("watch"))
		.map(({ searchParams }) => searchParams.get("resourceVersion"));
	return { told, urls, watchedFrom, open };
}

function word(event: WatchEvent<string | undefined>): string {
	switch (event.type) {
		case "synced":
			return "synced";
		case "interrupted":
			return `interrupted: ${event.error.message.replace(/http:\S+/, "S")}`;
		default:
			return `${event.type} ${event.object}`;
	}
}

test("first what is there, then what changes", async () => {
	const { told, urls } = await play(
		{
			lists: [listing("10", pod("a", "1"), pod("b", "2"))],
			watches: [
				steps(
					line("ADDED", pod("c", "11")),
					line("MODIFIED", pod("a", "12")),
					line("NEWER", {}),
					line("DELETED", pod("b", "13")),
					stay,
				),
			],
		},
		6,
	);
	expect(told).toEqual([
		"added a",
		"added b",
		"synced",
		"added c",
		"modified a",
		"deleted b",
	]);
	const { searchParams } = urls[1] ?? new URL("http://missing");
	expect(Object.fromEntries(searchParams)).toMatchObject({
		watch: "true",
		allowWatchBookmarks: "true",
		resourceVersion: "10",
		labelSelector: "a",
	});
	const seconds = Number(searchParams.get("timeoutSeconds"));
	expect(seconds).toBeGreaterThanOrEqual(300);
	expect(seconds).toBeLessThan(600);
});

test("an abort ends it without leaving a connection", async () => {
	const script = { lists: [listing("1")], watches: [stay] };
	const { told, open } = await play(script, 1);
	expect(told).toEqual(["synced"]);
	for (const response of open)
		await new Promise((resolve) => response.once("close", resolve));
});

test("leaving the loop ends the request", async () => {
	const closed = Promise.withResolvers<void>();
	const server = await startRecordingServer({
		answer: (request, response) => {
			if (!request.url?.includes("watch=true")) return listing("1")(response);
			response.once("close", () => closed.resolve());
			line("ADDED", pod("a", "2"))(response);
		},
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster({ server: server.url }, {});
	const { signal } = new AbortController();
	for await (const event of createApiClient(cluster).watch("/p", readPod, {
		signal,
	}))
		if (event.type === "added") break;
	await closed.promise;
});

test("a watch that the server ends in good order goes on from the last bookmark", async () => {
	const realNow = performance.now.bind(performance);
	let elapsedMs = 0;
	const clock = vi.spyOn(performance, "now");
	clock.mockImplementation(() => realNow() + elapsedMs);
	onTestFinished(() => clock.mockRestore());
	const endLater: Step = (response) => {
		elapsedMs = 1_100;
		response.end();
	};
	const { told, watchedFrom } = await play(
		{
			lists: [listing("10")],
			watches: [
				steps(bookmark("20"), endLater),
				steps(line("ADDED", pod("a", "21")), stay),
			],
		},
		2,
	);
	expect(told).toEqual(["synced", "added a"]);
	expect(watchedFrom).toEqual(["10", "20"]);
});

describe("lists anew and tells the difference", () => {
	const lists = [
		listing("10", pod("a", "1"), pod("b", "2"), pod("c", "3")),
		listing("30", pod("a", "1"), pod("b", "25"), pod("d", "26")),
	];
	const difference = ["deleted c", "modified b", "added d", "synced"];
	const initial = ["added a", "added b", "added c", "synced"];

	test.each<[string, Step]>([
		["an ERROR event of 410", gone],
		["a 410 to the request", refuse(410, "Expired")],
	])("after %s, which is no interruption", async (_name, expired) => {
		const watches = [expired, stay];
		const { told, watchedFrom } = await play({ lists, watches }, 8);
		expect(told).toEqual([...initial, ...difference]);
		expect(watchedFrom).toEqual(["10", "30"].slice(0, watchedFrom.length));
	});

	test.each<[string, Step, string]>([
		[
			"a connection that is cut",
			steps(stay, cut),
			"the API server S breaks the connection off",
		],
		[
			"an ERROR event",
			line("ERROR", { kind: "Status", code: 500, message: "etcd" }),
			"the API server S answers 500 Internal Server Error: etcd",
		],
		[
			"a line that is no event",
			steps((response) => void response.write("{}\n"), stay),
			"the API server sends a watch event that is none",
		],
		[
			"a watch that ends at once",
			end,
			"the API server S ends a watch as soon as it begins",
		],
		[
			"a refusal that passes",
			refuse(503, "starting"),
			"the API server S answers 503 Service Unavailable: starting",
		],
	])("after %s", async (_name, trouble, message) => {
		const { told } = await play({ lists, watches: [trouble, stay] }, 9);
		expect(told).toEqual([
			...initial,
			`interrupted: ${message}`,
			...difference,
		]);
	});

	test("410 again and again is an interruption, not a loop", async () => {
		const { told } = await play({ lists: [listing("1")], watches: [gone] }, 3);
		expect(told).toEqual([
			"synced",
			"synced",
			"interrupted: the API server S answers 410 Gone",
		]);
	});
});

test("a server that asks for a wait of years is asked again in minutes, not at once", async () => {
	const server = await startRecordingServer({
		answer: (request, response) =>
			request.url?.includes("watch=true")
				? response.writeHead(429, { "retry-after": "999999" }).end()
				: listing("1")(response),
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster({ server: server.url }, {});
	const controller = new AbortController();
	const { signal } = controller;
	for await (const event of createApiClient(cluster).watch("/p", readPod, {
		signal,
	})) {
		if (event.type !== "interrupted") continue;
		expect(event.retryInMs).toBe(300_000);
		controller.abort();
	}
});

describe("what cannot heal is thrown", () => {
	const failed = (script: Parameters<typeof play>[0]) => play(script, 99);

	test.each([
		[403, "Forbidden", "forbidden"],
		[401, "Unauthorized", "unauthorized"],
		[404, "NotFound", "not-found"],
		[404, undefined, "api-error"],
		[400, "BadRequest", "api-error"],
	] as const)("%i %s to the watch", async (status, reason, code) => {
		const script = { lists: [listing("1")], watches: [refuse(status, reason)] };
		await errorOf(failed(script), code);
	});

	test("any trouble with the first list", async () => {
		const lists = [refuse(501)];
		await errorOf(failed({ lists, watches: [] }), "api-error");
	});
});

test("a server that starts may refuse for a moment before its roles are read", async () => {
	const { told } = await play(
		{
			lists: [listing("1"), refuse(403, "Forbidden"), listing("2")],
			watches: [steps(stay, cut), stay],
		},
		4,
	);
	expect(told.map((each) => each.split(":")[0])).toEqual([
		"synced",
		"interrupted",
		"interrupted",
		"synced",
	]);
});

test("so may it where a watch takes up another one", async () => {
	const lists = [refuse(403, "Forbidden"), listing("2")];
	const { told } = await play({ lists, watches: [stay] }, 2, "lost");
	expect(told.map((each) => each.split(":")[0])).toEqual([
		"interrupted",
		"synced",
	]);
});

test("one that lists for whoever takes up another watch, and then refuses this, does so for good", async () => {
	const script = { lists: [listing("1")], watches: [refuse(403)] };
	await errorOf(play(script, 2, "lost"), "forbidden");
});

describe("credentials that cannot be renewed", () => {
	/** Watches with credentials that fail so many times, once the first list was answered. */
	async function playRefused(failures: number, count: number) {
		const server = await startRecordingServer({
			answer: (request, response) =>
				request.url?.includes("watch=true")
					? steps(stay, cut)(response)
					: listing("1")(response),
		});
		onTestFinished(() => server.close());
		const cluster = await loadCluster({ server: server.url }, {});
		const refusal = new PluginError("credentials", "the exec plugin failed");
		let asked = 0;
		const credentials: typeof cluster.credentials = async (refused) => {
			asked++;
			if (asked > 2 && asked <= 2 + failures) throw refusal;
			return cluster.credentials(refused);
		};
		const controller = new AbortController();
		const { signal } = controller;
		const told: string[] = [];
		for await (const event of createApiClient({
			...cluster,
			credentials,
		}).watch("/p", readPod, { signal })) {
			told.push(word(event));
			if (told.length === count) controller.abort();
		}
		return told;
	}

	test("are asked for again", async () => {
		const told = await playRefused(2, 5);
		expect(told.slice(2)).toEqual([
			"interrupted: the exec plugin failed",
			"interrupted: the exec plugin failed",
			"synced",
		]);
	});

	test("end the watch in the end", async () => {
		const jitter = vi.spyOn(Math, "random").mockReturnValue(-0.49);
		onTestFinished(() => jitter.mockRestore());
		await errorOf(playRefused(99, 99), "credentials");
	});
});

test("a server that is gone is asked again, ever more slowly", async () => {
	const lists: Step[] = [
		listing("1"),
		(response) => void response.socket?.destroy(),
	];
	const server = await startRecordingServer({
		answer: (request, response) =>
			request.url?.includes("watch=true")
				? cut(response)
				: lists.shift()?.(response),
	});
	const cluster = await loadCluster({ server: server.url }, {});
	const controller = new AbortController();
	const { signal } = controller;
	const pauses: number[] = [];
	for await (const event of createApiClient(cluster).watch("/p", readPod, {
		signal,
	})) {
		if (event.type !== "interrupted") continue;
		pauses.push(event.retryInMs);
		if (pauses.length === 1) await server.close();
		if (pauses.length === 3) controller.abort();
	}
	expect(pauses[0]).toBeGreaterThanOrEqual(250);
	expect(pauses[0]).toBeLessThanOrEqual(750);
	expect(pauses[2]).toBeGreaterThanOrEqual(1_000);
});
