import { expect, test } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { watchService } from "../../../../src/commands/health/follow-service.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Call, Channel } from "../../../../src/grpc/channel.ts";
import { noMessage } from "../../../../src/grpc/no-message.ts";
import { nonGrpcStatus } from "../../../../src/grpc/non-grpc-answer.ts";
import { channelStatus } from "../../../../src/grpc/status.ts";
import { createTurnstile } from "../../../../src/turnstile.ts";
import { target } from "./build.ts";

const ROOM = createTurnstile(1);

/** HealthCheckResponse messages. */
const SERVING = Uint8Array.of(8, 1);
const NOT_SERVING = Uint8Array.of(8, 2);

const OK = { code: 0, name: "OK", message: "" };
const RESET = channelStatus(
	"INTERNAL",
	"Received RST_STREAM with code 2 (Internal server error)",
);

const PAGE = noMessage(Buffer.from("<!DOCTYPE HTML>"));

test("a change that is held back when its pod is deleted is never reported", async () => {
	const leaving = new AbortController();
	const { signal } = leaving;
	const gone = Promise.withResolvers<void>();
	signal.addEventListener("abort", () => gone.resolve());
	async function* responses() {
		yield SERVING;
		queueMicrotask(() => setImmediate(() => leaving.abort()));
		yield NOT_SERVING;
		await gone.promise;
	}
	const call = {
		send: async () => {},
		closeSend: () => {},
		responses: responses(),
		status: { code: 1, name: "CANCELLED", message: "" },
	} as unknown as Call;
	const channel = { call: () => call } as unknown as Channel;
	const told: HealthFact[] = [];
	await watchService(
		{
			target: target("a"),
			channel,
			questions: { quietMs: 60_000 } as Questions,
			signal,
		},
		"",
		async (fact) => void told.push(fact),
		ROOM,
	);
	expect(told).toMatchObject([{ answer: { status: "SERVING" } }]);
});

test.each([
	[
		"with OK after an answer is no failure",
		[SERVING],
		OK,
		{ status: "SERVING" },
	],
	["with OK and without one is", [], OK, { code: "UNKNOWN" }],
	[
		"by nginx's reset after an answer is no failure",
		[SERVING],
		RESET,
		{ status: "SERVING" },
	],
	[
		"by httpd's page after an answer is no failure",
		[SERVING],
		PAGE,
		{ status: "SERVING" },
	],
	["by a reset and without one is", [], RESET, { code: "INTERNAL" }],
])("a Watch that ends %s", async (_, messages, status, answer) => {
	const leaving = new AbortController();
	const { signal } = leaving;
	let calls = 0;
	const call = () => {
		calls++;
		if (calls === 2) leaving.abort();
		return {
			send: async () => {},
			closeSend: () => {},
			responses: (async function* () {
				yield* messages;
			})(),
			status,
		};
	};
	const channel = { call } as unknown as Channel;
	const told: HealthFact[] = [];
	await watchService(
		{
			target: target("a"),
			channel,
			questions: { quietMs: 60_000 } as Questions,
			signal,
		},
		"",
		async (fact) => void told.push(fact),
		ROOM,
	);
	expect(calls).toBe(2);
	expect(told).toMatchObject([{ answer }]);
});

test("a Watch that Vert.x answers with HTTP status 500 is a reason to poll", async () => {
	const leaving = new AbortController();
	const { signal } = leaving;
	const no = { httpStatus: 500, contentType: "", location: "" };
	const call = () => ({
		send: async () => {},
		closeSend: () => {},
		responses: (async function* () {})(),
		status: nonGrpcStatus(no, ""),
	});
	const unary = async () => ({ status: OK, response: SERVING, latencyMs: 1 });
	const channel = { call, unary } as unknown as Channel;
	const questions = {
		pollIntervalMs: 1,
		quietMs: 60_000,
		metadata: [],
		rpcTimeoutMs: 1,
	};
	const told: HealthFact[] = [];
	await watchService(
		{
			target: target("a"),
			channel,
			questions: questions as unknown as Questions,
			signal,
		},
		"",
		async (fact) => {
			told.push(fact);
			leaving.abort();
		},
		ROOM,
	);
	expect(told).toMatchObject([
		{ askedBy: "poll", answer: { status: "SERVING" } },
	]);
});

test("a Watch without a first answer in time is reported, and kept for a late answer", async () => {
	const leaving = new AbortController();
	const late = Promise.withResolvers<void>();
	const call = {
		send: async () => {},
		closeSend: () => {},
		responses: (async function* () {
			await late.promise;
			yield SERVING;
		})(),
		status: OK,
	} as unknown as Call;
	const told: HealthFact[] = [];
	await watchService(
		{
			target: target("a"),
			channel: { call: () => call } as unknown as Channel,
			questions: { rpcTimeoutMs: 10, quietMs: 60_000 } as unknown as Questions,
			signal: leaving.signal,
		},
		"",
		async (fact) => {
			told.push(fact);
			if (told.length === 1) late.resolve();
			else leaving.abort();
		},
		ROOM,
	);
	expect(told).toMatchObject([
		{
			askedBy: "watch",
			answer: {
				code: "DEADLINE_EXCEEDED",
				message: "no answer within 10ms",
				latencyMs: null,
			},
		},
		{ askedBy: "watch", answer: { status: "SERVING" } },
	]);
});
