import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createApiClient } from "../../../../src/kubernetes/api.ts";
import {
	type Cluster,
	type ClusterFlags,
	type Credentials,
	loadCluster,
} from "../../../../src/kubernetes/cluster.ts";
import type { Field } from "../../../../src/kubernetes/field.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { errorOf } from "../../plugin-error.ts";
import { startRecordingServer } from "../access/recording-server.ts";
import { useFolder } from "../access/test-folder.ts";

// Retries pause: a busy machine needs longer than the usual limit.
vi.setConfig({ testTimeout: 30_000 });

const folder = useFolder();

const kindOf = (object: Field) => ({ kind: object.text("kind") });
const nameOf = (item: Field) => item.asText();

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives one answer after the other, the last one for ever, and a client for it. */
async function serve(answers: readonly Answer[], flags: ClusterFlags = {}) {
	let count = 0;
	const server = await startRecordingServer({
		answer: (request, response) => {
			const answer = answers[Math.min(count, answers.length - 1)];
			count += 1;
			answer?.(request, response);
		},
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster({ server: server.url, ...flags }, {});
	return { server, cluster, api: createApiClient(cluster) };
}

const json =
	(body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
	(_request, response) => {
		response.writeHead(status, headers);
		response.end(JSON.stringify(body));
	};

const list = (names: readonly string[], more: object = {}) =>
	json({
		kind: "PodList",
		metadata: { resourceVersion: "7", ...more },
		items: names,
	});

const busy = json({ kind: "Status" }, 429, { "retry-after": "0" });
const expired = json({ kind: "Status", reason: "Expired", code: 410 }, 410);

describe("get", () => {
	test("an object, with query parameters that are set", async () => {
		const { server, api } = await serve([json({ kind: "Pod" })]);
		const query = { labelSelector: "a=b,c", limit: undefined, pretty: false };
		expect(await api.get("/api/v1/pods/a", kindOf, { query })).toEqual({
			kind: "Pod",
		});
		expect(server.requests[0]?.url).toBe(
			"/api/v1/pods/a?labelSelector=a%3Db%2Cc&pretty=false",
		);
		expect(server.requests[0]?.headers["user-agent"]?.[0]).toMatch(
			/^kubectl-grpc\/\S+ \(/,
		);
	});

	test("a compressed answer", async () => {
		const body = gzipSync(JSON.stringify({ kind: "Pod" }));
		const { server, api } = await serve([
			(_request, response) =>
				response.writeHead(200, { "content-encoding": "gzip" }).end(body),
		]);
		expect(await api.get("/x", kindOf)).toEqual({ kind: "Pod" });
		expect(server.requests[0]?.headers["accept-encoding"]).toEqual(["gzip"]);
	});

	test("what broken compression breaks is an error", async () => {
		const { api } = await serve([
			(_request, response) =>
				response.writeHead(200, { "content-encoding": "gzip" }).end("nonsense"),
		]);
		await errorOf(api.get("/x", kindOf), "api-unreachable");
	});

	test.each(["<html>login</html>", "", "7", '{"kind":', "[]"])(
		"%j is not the API",
		async (body) => {
			const { api } = await serve([(_request, response) => response.end(body)]);
			const error = await errorOf(api.get("/x", kindOf), "api-error");
			expect(error.message).toContain("not the Kubernetes API's JSON");
		},
	);

	test("a place that is told has an end, whatever its name", async () => {
		const name = `\n${"x".repeat(1e6)}`;
		const { api } = await serve([json({ [name]: { [name]: 1 } })]);
		const read = (object: Field) => object.textMap(name);
		const { message } = await errorOf(api.get("/api/v1/pods/a", read));
		expect(message).toMatch(/ must be a text, not a number$/);
		expect(message).not.toContain("\n");
		expect(message.length).toBeLessThan(400);
	});

	test("an endless refusal is cut off", async () => {
		const { api } = await serve([
			(_request, response) => {
				response.writeHead(418);
				const more = () => {
					while (response.write("x".repeat(65_536)));
				};
				response.on("drain", more);
				more();
			},
		]);
		const error = await errorOf(api.get("/x", kindOf), "api-error");
		expect(error.facts["status"]).toBe(418);
	});
});

test("a refusal whose text does not come is told all the same", async () => {
	const { api } = await serve([
		(_request, response) => {
			response.writeHead(403).write("{");
			// It is not silent either.
			const timer = setInterval(() => response.write(" "), 100);
			response.once("close", () => clearInterval(timer));
		},
	]);
	await errorOf(api.get("/x", kindOf), "forbidden");
});

describe("retries", () => {
	test("after 429, 503 and a connection that broke", async () => {
		const { server, api } = await serve([
			busy,
			json({}, 503, { "retry-after": "0" }),
			(request) => void request.socket.destroy(),
			json({ kind: "Pod" }),
		]);
		expect(await api.get("/x", kindOf)).toEqual({ kind: "Pod" });
		expect(server.requests).toHaveLength(4);
	});

	test("five attempts at most", async () => {
		const { server, api } = await serve([busy]);
		await errorOf(api.get("/x", kindOf), "throttled");
		expect(server.requests).toHaveLength(5);
	});

	test("not after what will not pass", async () => {
		const { server, api } = await serve([
			json({ kind: "Status", reason: "NotFound" }, 404),
		]);
		await errorOf(api.get("/x", kindOf), "not-found");
		expect(server.requests).toHaveLength(1);
	});

	test("a kept connection that was closed meanwhile counts for none", async () => {
		const { server, api } = await serve([
			json({}),
			(request) => void request.socket.destroy(),
			...[busy, busy, busy, busy],
			json({ kind: "Pod" }),
		]);
		await api.get("/x", kindOf);
		expect(await api.get("/x", kindOf)).toEqual({ kind: "Pod" });
		expect(server.requests).toHaveLength(7);
	});
});

test("after a 401 it is sent once more with renewed credentials", async () => {
	const authority = await createAuthority();
	const pair = await authority.issue({ commonName: "a", names: ["127.0.0.1"] });
	const server = await startRecordingServer({
		pair,
		answer: (request, response) => {
			const isNew = request.headers.authorization === "Bearer new";
			response.writeHead(isNew ? 200 : 401).end("{}");
		},
	});
	onTestFinished(() => server.close());
	const tokenFile = folder.write("token", "old");
	const kubeconfig = folder.write("config", {
		users: [{ name: "u", user: { tokenFile } }],
	});
	const certificateAuthority = folder.write("ca.pem", authority.certificate);
	const flags = {
		kubeconfig,
		user: "u",
		server: server.url,
		certificateAuthority,
	};
	const api = createApiClient(await loadCluster(flags, {}));

	const error = await errorOf(api.get("/x", kindOf), "unauthorized");
	expect(error.message).toContain(`the token file ${tokenFile}`);
	expect(server.requests).toHaveLength(2);
	folder.write("token", "new");
	expect(await api.get("/x", kindOf)).toEqual({ kind: undefined });
	expect(server.requests).toHaveLength(4);
});

describe("list", () => {
	test("all pages in one", async () => {
		const { server, api } = await serve([
			list(["a", "b"], { continue: "more/" }),
			list(["c"], { continue: "" }),
		]);
		const query = { labelSelector: "x" };
		expect(await api.list("/api/v1/pods", nameOf, { query })).toEqual([
			"a",
			"b",
			"c",
		]);
		expect(server.requests.map((each) => each.url)).toEqual([
			"/api/v1/pods?labelSelector=x&limit=500",
			"/api/v1/pods?labelSelector=x&limit=500&continue=more%2F",
		]);
	});

	test("a snapshot that expires under way starts over, in one page", async () => {
		const { server, api } = await serve([
			list(["a"], { continue: "more" }),
			expired,
			list(["a", "b"]),
		]);
		expect(await api.list("/api/v1/pods", nameOf)).toEqual(["a", "b"]);
		expect(server.requests[2]?.url).toBe("/api/v1/pods");
	});

	test("one that goes on expiring is an error", async () => {
		const { api } = await serve([expired]);
		await errorOf(api.list("/api/v1/pods", nameOf), "api-error");
	});

	test("one that goes on for ever is an error", async () => {
		const { server, api } = await serve([list([], { continue: "more" })]);
		const error = await errorOf(api.list("/api/v1/pods", nameOf), "api-error");
		expect(error.message).toBe(
			"the API server's list is larger than 2000 pages",
		);
		expect(server.requests).toHaveLength(2000);
	});

	test("no items", async () => {
		const { api } = await serve([json({ items: null })]);
		expect(await api.list("/api/v1/pods", nameOf)).toEqual([]);
	});

	test.each([{}, { items: {} }, []])("%j is no list", async (body) => {
		const { api } = await serve([json(body)]);
		const error = await errorOf(api.list("/api/v1/pods", nameOf), "api-error");
		expect(error.message).toContain("no list");
	});
});

describe("time", () => {
	const silent: Answer = () => {};

	test("--request-timeout covers the head of an answer, be it no whole milliseconds", async () => {
		const { api } = await serve([silent], { requestTimeoutMs: 49.5 });
		const error = await errorOf(api.get("/x", kindOf), "api-unreachable");
		expect(error.message).toContain("did not answer within 50ms");
	});

	test.each([
		["at the start", () => json({})],
		["after a refusal", () => json({}, 401)],
	])(
		"credentials that take longer, %s, are no silence of the server",
		async (when, answer) => {
			// Time is up once credentials are being waited for, however slow the machine is before that.
			const time = new AbortController();
			const timeout = vi.spyOn(AbortSignal, "timeout");
			timeout.mockReturnValue(time.signal);
			onTestFinished(() => timeout.mockRestore());
			const { cluster } = await serve([answer()], { requestTimeoutMs: 50 });
			const slow: Cluster = {
				...cluster,
				credentials: (refused) => {
					if (when === "after a refusal" && refused === undefined)
						return cluster.credentials();
					setImmediate(() => time.abort());
					return new Promise<Credentials>(() => {});
				},
			};
			const error = await errorOf(
				createApiClient(slow).get("/x", kindOf),
				"credentials",
			);
			expect(error.message).toBe(
				`no credentials for the API server ${cluster.server} within 50ms`,
			);
		},
	);

	test("--request-timeout covers the body of an answer", async () => {
		const { api } = await serve(
			[(_request, response) => void response.write("{")],
			{ requestTimeoutMs: 50 },
		);
		const error = await errorOf(api.get("/x", kindOf), "api-unreachable");
		expect(error.message).toContain("did not answer within 50ms");
	});

	test("an abort ends the wait, and the request", async () => {
		const controller = new AbortController();
		const { server, api } = await serve([
			(request) => {
				request.socket.once("close", () => closed.resolve());
				controller.abort();
			},
		]);
		const closed = Promise.withResolvers<void>();
		const { signal } = controller;
		await errorOf(api.get("/x", kindOf, { signal }), "cancelled");
		await closed.promise;
		await errorOf(api.get("/x", kindOf, { signal }), "cancelled");
		expect(server.requests).toHaveLength(1);
	});
});
