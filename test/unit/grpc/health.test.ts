import { status as grpcStatus, type Server } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { describe, expect, it } from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import {
	checkHealth,
	listHealth,
	watchHealth,
} from "../../../src/grpc/health.ts";
import { channelTo, grpcServer, method } from "./servers.ts";

const limits = { deadlineMs: 4000 };

async function healthServer(
	statuses: Record<string, "SERVING" | "NOT_SERVING">,
) {
	const health = new HealthImplementation(statuses);
	const { port, server } = await grpcServer((grpc) => health.addToServer(grpc));
	return { health, server, channel: await channelTo(port) };
}

/** Returns a channel to a server whose health service answers Check with these bytes, and Watch with each of them in turn. */
async function answering(...answers: readonly Buffer[]): Promise<Channel> {
	const { port } = await grpcServer((server: Server) =>
		server.addService(
			{
				check: method("/grpc.health.v1.Health/Check"),
				watch: method("/grpc.health.v1.Health/Watch", { responses: "stream" }),
				list: method("/grpc.health.v1.Health/List"),
			},
			{
				check: (
					_call: unknown,
					done: (e: null, body: Buffer | undefined) => void,
				) => done(null, answers[0]),
				list: (
					_call: unknown,
					done: (e: null, body: Buffer | undefined) => void,
				) => done(null, answers[0]),
				watch(call: { write: (body: Buffer) => void; end: () => void }) {
					for (const answer of answers) call.write(answer);
					call.end();
				},
			},
		),
	);
	return channelTo(port);
}

describe("Health/Check", () => {
	it("answers for the server and for a service", async () => {
		const { channel } = await healthServer({
			"": "SERVING",
			"user.UserService": "NOT_SERVING",
		});
		expect(await checkHealth(channel, "", limits)).toMatchObject({
			kind: "answered",
			status: "SERVING",
			latencyMs: expect.any(Number),
		});
		expect(
			await checkHealth(channel, "user.UserService", limits),
		).toMatchObject({ status: "NOT_SERVING" });
	});

	it("fails with NOT_FOUND for a service that the server does not know", async () => {
		const { channel } = await healthServer({ "": "SERVING" });
		expect(await checkHealth(channel, "nope", limits)).toMatchObject({
			kind: "failed",
			status: { name: "NOT_FOUND", source: "server" },
		});
	});

	it("fails with UNIMPLEMENTED where there is no health service", async () => {
		const { port } = await grpcServer(() => {});
		expect(await checkHealth(await channelTo(port), "", limits)).toMatchObject({
			kind: "failed",
			status: { name: "UNIMPLEMENTED" },
		});
	});

	it.each([
		[[], "UNKNOWN"],
		[[8, 3], "SERVICE_UNKNOWN"],
		[[8, 7], "UNRECOGNIZED(7)"],
		[[8, 1, 0x92, 3, 2, 65, 66], "SERVING"],
	])("reads %j as %s", async (bytes, status) => {
		const channel = await answering(Buffer.from(bytes));
		expect(await checkHealth(channel, "", limits)).toMatchObject({ status });
	});

	it("fails on bytes that are no message", async () => {
		const channel = await answering(Buffer.from([0xff, 0xff]));
		const failure = {
			kind: "failed",
			status: { name: "INTERNAL", source: "channel" },
		};
		expect(await checkHealth(channel, "", limits)).toMatchObject(failure);
		expect(await listHealth(channel, limits)).toMatchObject(failure);
	});
});

describe("Health/Watch", () => {
	it("tells each change, then the status that ended it", async () => {
		const { health, channel, server } = await healthServer({ "": "SERVING" });
		const watch = watchHealth(channel, "");
		expect((await watch.next()).value).toMatchObject({
			kind: "answered",
			status: "SERVING",
		});
		health.setStatus("", "NOT_SERVING");
		expect((await watch.next()).value).toMatchObject({ status: "NOT_SERVING" });
		server.forceShutdown();
		expect(await watch.next()).toMatchObject({
			done: true,
			value: { source: "channel" },
		});
	});

	it("is cancelled by its signal, and by leaving it", async () => {
		const { channel } = await healthServer({ "": "SERVING" });
		const controller = new AbortController();
		const watch = watchHealth(channel, "", { signal: controller.signal });
		await watch.next();
		controller.abort();
		expect(await watch.next()).toMatchObject({
			done: true,
			value: { name: "CANCELLED" },
		});
		for await (const { status } of watchHealth(channel, "")) {
			expect(status).toBe("SERVING");
			break;
		}
		expect(await checkHealth(channel, "", limits)).toMatchObject({
			status: "SERVING",
		});
	});

	it("ends with UNIMPLEMENTED where there is none", async () => {
		const { port } = await grpcServer(() => {});
		expect(await watchHealth(await channelTo(port), "").next()).toMatchObject({
			done: true,
			value: { code: grpcStatus.UNIMPLEMENTED },
		});
	});

	it("tells what came before a message that is none", async () => {
		const channel = await answering(Buffer.from([8, 1]), Buffer.from([0xff]));
		const watch = watchHealth(channel, "");
		expect((await watch.next()).value).toMatchObject({ status: "SERVING" });
		expect(await watch.next()).toMatchObject({
			done: true,
			value: { name: "INTERNAL" },
		});
	});
});

describe("Health/List", () => {
	it("gives every service's status", async () => {
		const { channel } = await healthServer({
			"": "SERVING",
			"user.UserService": "NOT_SERVING",
		});
		const listed = await listHealth(channel, limits);
		expect(
			listed.kind === "listed" && Object.fromEntries(listed.statuses),
		).toEqual({
			"": "SERVING",
			"user.UserService": "NOT_SERVING",
		});
	});

	it("fails with UNIMPLEMENTED where there is none", async () => {
		const { port } = await grpcServer(() => {});
		expect(await listHealth(await channelTo(port), limits)).toMatchObject({
			kind: "failed",
			status: { name: "UNIMPLEMENTED" },
		});
	});
});
