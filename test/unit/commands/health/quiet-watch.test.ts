import { expect, test } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { watchService } from "../../../../src/commands/health/follow-service.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel, RpcStatus } from "../../../../src/grpc/channel.ts";
import { channelStatus, serverStatus } from "../../../../src/grpc/status.ts";
import { createTurnstile } from "../../../../src/turnstile.ts";
import { target } from "./build.ts";

/** HealthCheckResponse messages. */
const SERVING = Uint8Array.of(8, 1);
const NOT_SERVING = Uint8Array.of(8, 2);
const SERVICE_UNKNOWN = Uint8Array.of(8, 3);

const NO_ANSWER = channelStatus("DEADLINE_EXCEEDED", "no answer within 1ms");

type Updates = (left: Promise<unknown>) => AsyncGenerator<Uint8Array>;
type Check = (leave: () => void) => Promise<Uint8Array | RpcStatus>;

/** Follows a server with this Watch and this Check until `leave` is called. Returns the facts. */
async function followed(updates: Updates, check: Check) {
	const leaving = new AbortController();
	const { signal } = leaving;
	const left = new Promise((resolve) =>
		signal.addEventListener("abort", resolve),
	);
	const call = () => ({
		send: async () => {},
		closeSend: () => {},
		responses: updates(left),
		status: channelStatus("CANCELLED", "cancelled here"),
	});
	const unary = async () => {
		const answer = await check(() => leaving.abort());
		return answer instanceof Uint8Array
			? { status: { name: "OK" }, response: answer, latencyMs: 1 }
			: { status: answer, response: undefined, latencyMs: 1 };
	};
	const questions = { quietMs: 1, metadata: [], rpcTimeoutMs: 1 };
	const told: string[] = [];
	await watchService(
		{
			target: target("a"),
			channel: { call, unary } as unknown as Channel,
			questions: questions as unknown as Questions,
			signal,
		},
		"",
		async (fact) => void told.push(wordOf(fact)),
		createTurnstile(1),
	);
	return told;
}

function wordOf(fact: HealthFact): string {
	if (fact.kind !== "answer") return fact.kind;
	const { askedBy, answer } = fact;
	return `${askedBy} ${answer.kind === "answered" ? answer.status : answer.code}`;
}

/** Follows a server whose Watch sends one update and nothing more, until every one of these Checks is handled. */
function toldOf(
	update: Uint8Array,
	checks: readonly (Uint8Array | RpcStatus)[],
) {
	const left = checks.values();
	return followed(
		async function* (left) {
			yield update;
			await left;
		},
		async (leave) => {
			const { value } = left.next();
			if (value === undefined) leave();
			return value ?? SERVING;
		},
	);
}

test("a server that hangs with an open Watch is reported, and again once it answers", async () => {
	const checks = [SERVING, NO_ANSWER, NO_ANSWER, SERVING, SERVING];
	expect(await toldOf(SERVING, checks)).toEqual([
		"watch SERVING",
		"check DEADLINE_EXCEEDED",
		"watch SERVING",
	]);
});

test("when a server's Watch misses a change, its Check is believed", async () => {
	expect(await toldOf(SERVING, [SERVING, NOT_SERVING, NOT_SERVING])).toEqual([
		"watch SERVING",
		"check NOT_SERVING",
	]);
});

test.each([
	[
		"NOT_FOUND for a service that the server does not know",
		SERVICE_UNKNOWN,
		serverStatus("5", "unknown service", undefined),
	],
	["a refusal", SERVING, serverStatus("16", "who are you?", undefined)],
	[
		"the end of the connection, which the Watch tells",
		SERVING,
		channelStatus("UNAVAILABLE", "cut"),
	],
])("a Check that gives %s says nothing new", async (_, update, status) => {
	expect(await toldOf(update, [status, status])).toHaveLength(1);
});

test("an answer that is older than an update is not reported", async () => {
	const asked = Promise.withResolvers<void>();
	const overtaken = Promise.withResolvers<void>();
	let checks = 0;
	const told = await followed(
		async function* (left) {
			yield SERVING;
			await asked.promise;
			yield NOT_SERVING;
			overtaken.resolve();
			await left;
		},
		async (leave) => {
			checks++;
			if (checks === 2) leave();
			asked.resolve();
			await overtaken.promise;
			return SERVING;
		},
	);
	expect(told).toEqual(["watch SERVING", "watch NOT_SERVING"]);
});
