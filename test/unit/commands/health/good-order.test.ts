// Servers that end connections gracefully, as grpc-js does: GOAWAY, then a wait for the calls under way.
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { ServerCredentials, type ServerOptions } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { expect, onTestFinished, test, vi } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { followPod } from "../../../../src/commands/health/follow-pod.ts";
import { data, goaway, message, RESPONSE } from "../../grpc/frames.ts";
import { answeringServer, channelTo, grpcServer } from "../../grpc/servers.ts";
import { tcpServer } from "../../tcp-server.ts";
import { target } from "./build.ts";

const QUESTIONS = {
	services: { kind: "named", names: [""] },
	metadata: [],
	rpcTimeoutMs: 3_000,
	concurrency: 1,
	pollIntervalMs: 20,
	quietMs: 60_000,
} as const;

/** Starts a server whose health service answers SERVING. */
const healthServer = (options: ServerOptions = {}) =>
	grpcServer(
		(server) => new HealthImplementation({ "": "SERVING" }).addToServer(server),
		ServerCredentials.createInsecure(),
		options,
	);

/** Follows the server until `isEnough` of the facts is true, and returns the facts. */
async function toldBy(
	port: number,
	isEnough: (told: readonly HealthFact["kind"][]) => boolean,
	onAnswer: () => void = () => {},
): Promise<readonly HealthFact["kind"][]> {
	const done = new AbortController();
	const told: HealthFact["kind"][] = [];
	await followPod(
		target("a"),
		QUESTIONS,
		() => channelTo(port),
		async (fact) => {
			told.push(fact.kind);
			if (fact.kind === "answer") onAnswer();
			if (isEnough(told)) done.abort();
		},
		done.signal,
	);
	return told;
}

test("a Watch does not delay a server that stops", async () => {
	const { port, server } = await healthServer();
	const stopped = Promise.withResolvers<void>();
	const told = await toldBy(
		port,
		(kinds) => kinds.includes("unreachable"),
		() => server.tryShutdown(() => stopped.resolve()),
	);
	await stopped.promise;
	expect(told.slice(0, 2)).toEqual(["connected", "answer"]);
});

test("the debug data of a server's GOAWAY is reported", async () => {
	const notServing = data(message(Uint8Array.of(8, 2)));
	const port = await answeringServer(RESPONSE, notServing, goaway(1, 0));
	const told = await toldBy(port, (kinds) => kinds.length === 3);
	expect(told).toEqual(["connected", "answer", "disconnected"]);
});

test("a connection that is cut is reported once for the pod", async () => {
	const server = createServer();
	server.on("stream", (stream: ServerHttp2Stream) => {
		stream.on("error", () => {});
		stream.respond({ "content-type": "application/grpc" });
		stream.write(message(Uint8Array.of(8, 1)));
	});
	const sockets: Socket[] = [];
	const port = await tcpServer((socket) => {
		sockets.push(socket);
		server.emit("connection", socket);
	});
	onTestFinished(() => void vi.restoreAllMocks());
	const told = await toldBy(
		port,
		(kinds) => kinds.includes("disconnected"),
		() => {
			// Any sooner, the change would be held back because it follows the last too closely.
			const laterMs = performance.now() + 1_000;
			vi.spyOn(performance, "now").mockReturnValue(laterMs);
			sockets[0]?.destroy();
		},
	);
	expect(told).toEqual(["connected", "answer", "disconnected"]);
});

test("a connection at its maximum age is replaced, and no loss is reported", async () => {
	const { port } = await healthServer({ "grpc.max_connection_age_ms": 700 });
	const isAskedTwice = (kinds: readonly string[]) =>
		kinds.filter((kind) => kind === "answer").length === 2;
	expect(await toldBy(port, isAskedTwice)).toEqual([
		"connected",
		"answer",
		"connected",
		"answer",
	]);
});
