import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { expect, test } from "vitest";
import { endpointTarget } from "../../../../../src/cli/endpoint-target.ts";
import { repeatViaService } from "../../../../../src/commands/call/repeat/repeat-via-service.ts";
import type { Series } from "../../../../../src/commands/call/repeat/series.ts";
import type { PodTally } from "../../../../../src/commands/call/repeat/tally.ts";
import type { PodTarget } from "../../../../../src/kubernetes/target.ts";
import {
	channelTo,
	grpcServer,
	http2Server,
	method,
} from "../../../grpc/servers.ts";
import { shownAs } from "../shown.ts";

const PROTO = "test/proto/user.proto";

const named = (name: string, port: number): PodTarget => {
	const target = endpointTarget("127.0.0.1", port);
	return { ...target, pod: { ...target.pod, name } };
};

test("a pod that ends while it is asked for the schema fails its calls, and not the run", async () => {
	const dying = await http2Server((stream) => stream.session?.destroy());
	const { port } = await grpcServer((server) => {
		const get = method("/user.UserService/GetUser");
		server.addService(
			{ get },
			{
				get: (_: unknown, done: (error: null, response: Buffer) => void) =>
					done(null, Buffer.of()),
			},
		);
		new ReflectionService(loadSync(PROTO)).addToServer(server);
	});
	const order = [
		named("dying", dying),
		named("alive", port),
		named("alive", port),
	];
	const run = shownAs("--repeat=3", "--no-cache");
	const plan = { ...run.plan, method: "GetUser" };
	const repeat = { times: 3, concurrency: 1, intervalMs: 0 };
	const { signal } = run.context;
	const series = {
		run: { ...run, plan, access: { signal }, startMs: 0, recorder: undefined },
		repeat,
		stdin: [],
		onCall() {},
	} as unknown as Series;
	const tallies = new Map<string, PodTally>();
	await repeatViaService(series, {
		routeNow: () => ({
			service: "users",
			addressing: "cluster-ip",
			affinity: "none",
			standing: "ready",
			endpoints: order.splice(0, 1),
			addresses: 0,
			notModelled: [],
		}),
		open: (target) =>
			channelTo(target.port.kind === "chosen" ? target.port.port : 0),
		tallies,
	});
	const counts = [...tallies.values()].map(({ pod, statuses }) => [
		pod.name,
		...[...statuses.values()].map(({ name, latencies }) => [
			name,
			latencies.count,
		]),
	]);
	expect([...tallies.values()].map(({ method: name }) => name)).toEqual([
		undefined,
		"user.UserService/GetUser",
	]);
	expect(counts).toEqual([
		["dying", ["UNAVAILABLE", 1]],
		["alive", ["OK", 2]],
	]);
});
