import { create, createFileRegistry, toBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import type { Called } from "../../../../src/commands/call/called.ts";
import { collectAnswer } from "../../../../src/commands/call/collect-answer.ts";
import {
	type CallFact,
	NOT_KNOWN,
} from "../../../../src/commands/call/facts.ts";
import { packedTypes } from "../../../../src/commands/call/packed-types.ts";
import { sharedBudget } from "../../../../src/commands/call/response-budget.ts";
import { channelStatus, serverStatus } from "../../../../src/grpc/status.ts";
import {
	Health,
	HealthCheckResponse_ServingStatus,
	HealthCheckResponseSchema,
} from "../../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";
import { growingRegistry } from "../../../../src/schema/link/growing-registry.ts";
import { ended } from "./live/build.ts";
import { shownAs } from "./shown.ts";

const SERVING = toBinary(
	HealthCheckResponseSchema,
	create(HealthCheckResponseSchema, {
		status: HealthCheckResponse_ServingStatus.SERVING,
	}),
);

async function* facts(
	end: Parameters<typeof ended>[0],
): AsyncGenerator<CallFact, void> {
	yield { kind: "headers", metadata: [] };
	yield { kind: "response", body: SERVING, atMs: 1 };
	yield ended(end);
}

function calledWith(end: Parameters<typeof ended>[0]): Called {
	return {
		pod: { name: "p", namespace: "shop" },
		known: {
			method: Health.method.watch,
			schema: {
				registry: createFileRegistry(),
				files: [],
				services: [],
				problems: [],
			},
			schemaMs: 1,
			forget: async () => {},
			types: packedTypes(
				growingRegistry(createFileRegistry()),
				async () => undefined,
			),
		},
		steps: {
			resolveMs: 1,
			streamMs: 1,
			tlsMs: undefined,
			settingsMs: 1,
			schemaMs: 1,
		},
		by: { kind: "recording", facts: facts(end), served: async () => NOT_KNOWN },
	};
}

const collected = (
	end: Parameters<typeof ended>[0],
	budget = sharedBudget()(),
) => collectAnswer(shownAs("--limit=1"), calledWith(end), budget);

test.each([
	["cancelled here", channelStatus("CANCELLED", "cancelled here")],
	["that had its status by then", serverStatus("5", "gone", undefined)],
])("a call that reaches its limit, %s, has not failed", async (_, status) => {
	const { answer } = await collected({ status, reason: "limit" });
	expect(answer).toMatchObject({
		messages: [{ status: "SERVING" }],
		status: { code: 0, name: "OK", source: "channel" },
	});
});

test("an answer names its method, as a single result does", async () => {
	const status = serverStatus("0", "", undefined);
	const { method } = await collected({ status });
	expect(method).toBe("grpc.health.v1.Health/Watch");
});

test("a call that was cancelled for another reason has failed", async () => {
	const status = channelStatus("CANCELLED", "cancelled here");
	const { answer, hint } = await collected({ status });
	expect(answer.status).toMatchObject({ code: 1, name: "CANCELLED" });
	expect(hint).toEqual([]);
});

test("messages beyond the room are not kept", async () => {
	const { answer } = await collected({}, sharedBudget(1)());
	expect(answer.messages).toEqual([]);
});

test("a failure has its hints", async () => {
	const { hint } = await collected({
		status: channelStatus("UNAVAILABLE", "the connection was lost"),
	});
	expect(hint).toEqual(["kubectl grpc health tells what is wrong there"]);
});
