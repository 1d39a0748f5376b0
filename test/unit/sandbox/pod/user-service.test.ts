import { once } from "node:events";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { credentials, status } from "@grpc/grpc-js";
import { describe, expect, test } from "vitest";
import { Channelz } from "../../../../src/grpc-services/gen/grpc/channelz/v1/channelz_pb.ts";
import {
	Health,
	HealthCheckResponse_ServingStatus as Status,
} from "../../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";
import { ServerReflection as V1 } from "../../../../src/grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as V1alpha } from "../../../../src/grpc-services/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import {
	createAuthority,
	issueCertificate,
} from "../../../../src/sandbox/certificate/certificate.ts";
import { Steering } from "../../../../src/sandbox/pod/gen/steering_pb.ts";
import { UserService } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { connectTo, type PodClient, startPod } from "../pod-process.ts";

const { getUser, listUsers, createUser } = UserService.method;
const { check, watch, list } = Health.method;

async function all<T>(stream: AsyncGenerator<T>): Promise<T[]> {
	const items: T[] = [];
	for await (const item of stream) items.push(item);
	return items;
}

describe("user.UserService", () => {
	test("serves its users, and new ones as long as it lives", async () => {
		const client = await connectTo(startPod());
		expect(await client.call(getUser, { id: "42" })).toMatchObject({
			id: "42",
			name: "Ada",
			email: "ada@example.com",
		});
		await expect(client.call(getUser, { id: "99" })).rejects.toMatchObject({
			code: status.NOT_FOUND,
			details: "no user 99",
		});
		const created = await client.call(createUser, { name: "Linus" });
		expect(created).toMatchObject({ id: "45", name: "Linus" });
		const names = (await all(client.stream(listUsers))).map(({ name }) => name);
		expect(names).toEqual(["Ada", "Grace", "Barbara", "Linus"]);
		expect(await all(client.stream(listUsers, { limit: 2 }))).toHaveLength(2);
	});

	test("CALL_DELAY makes GetUser slow", async () => {
		const client = await connectTo(startPod({ CALL_DELAY: "5s" }));
		await expect(client.call(getUser, { id: "42" }, 200)).rejects.toMatchObject(
			{ code: status.DEADLINE_EXCEEDED },
		);
	});
});

describe("grpc.health.v1.Health", () => {
	test("answers Check and List for the registered names", async () => {
		const client = await connectTo(
			startPod({
				HEALTH_STATUS: "NOT_SERVING",
				HEALTH_SERVICES: "a.B=SERVING,c.D=UNKNOWN",
			}),
		);
		expect((await client.call(check)).status).toBe(Status.NOT_SERVING);
		expect((await client.call(check, { service: "a.B" })).status).toBe(
			Status.SERVING,
		);
		await expect(
			client.call(check, { service: "no.Such" }),
		).rejects.toMatchObject({
			code: status.NOT_FOUND,
			details: "unknown service",
		});
		const { statuses } = await client.call(list);
		expect(
			Object.entries(statuses).map(([name, entry]) => [name, entry.status]),
		).toEqual([
			["", Status.NOT_SERVING],
			["user.UserService", Status.NOT_SERVING],
			["a.B", Status.SERVING],
			["c.D", Status.UNKNOWN],
		]);
	});

	test("tells watchers of every way to change it", async () => {
		const pod = startPod();
		const client = await connectTo(pod);
		const statuses = client.stream(watch, { service: "user.UserService" });
		const next = async () => (await statuses.next()).value?.status;
		expect(await next()).toBe(Status.SERVING);
		if (process.platform !== "win32") {
			pod.child.kill("SIGUSR1");
			expect(await next()).toBe(Status.NOT_SERVING);
			pod.child.kill("SIGUSR2");
			expect(await next()).toBe(Status.SERVING);
		}
		const service = "user.UserService";
		await client.call(Steering.method.setHealth, {
			service,
			status: "UNKNOWN",
		});
		expect(await next()).toBe(Status.UNKNOWN);
		pod.send({ type: "set-health", service, status: "SERVING" });
		expect(await next()).toBe(Status.SERVING);
	});

	test("a watched name that is unknown says so, and comes to life", async () => {
		const pod = startPod();
		const client = await connectTo(pod);
		const statuses = client.stream(watch, { service: "late" });
		expect((await statuses.next()).value?.status).toBe(Status.SERVICE_UNKNOWN);
		await client.call(Steering.method.setHealth, {
			service: "late",
			status: "SERVING",
		});
		expect((await statuses.next()).value?.status).toBe(Status.SERVING);
	});

	test("steering refuses a status that there is not", async () => {
		const client = await connectTo(startPod());
		await expect(
			client.call(Steering.method.setHealth, { status: "FINE" }),
		).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
	});

	test.each([
		[{ HEALTH: "off" }, "Check"],
		[{ HEALTH_WATCH: "unimplemented" }, "Watch"],
		[{ HEALTH_LIST: "unimplemented" }, "List"],
	])("%j leaves %s unimplemented", async (env, method) => {
		const client = await connectTo(startPod(env));
		const calls: Record<string, () => Promise<unknown>> = {
			Check: () => client.call(check),
			Watch: () => client.stream(watch).next(),
			List: () => client.call(list),
		};
		await expect(calls[method]?.()).rejects.toMatchObject({
			code: status.UNIMPLEMENTED,
		});
	});

	test("HEALTH_DELAY makes Check slow", async () => {
		const client = await connectTo(startPod({ HEALTH_DELAY: "5s" }));
		await expect(client.call(check, {}, 200)).rejects.toMatchObject({
			code: status.DEADLINE_EXCEEDED,
		});
	});
});

describe("hostile health", () => {
	test("escapes: a status message that would take over a terminal", async () => {
		const client = await connectTo(startPod({ HEALTH_HOSTILE: "escapes" }));
		await expect(client.call(check)).rejects.toMatchObject({
			details: expect.stringContaining("\u001b[2J"),
		});
	});

	test("huge: an answer of 64 MiB", async () => {
		const client = await connectTo(startPod({ HEALTH_HOSTILE: "huge" }));
		await expect(client.call(check)).rejects.toMatchObject({
			code: status.RESOURCE_EXHAUSTED,
			details: expect.stringContaining("67108871"),
		});
	});

	test("endless: updates without end, and junk behind an answer", async () => {
		const client = await connectTo(startPod({ HEALTH_HOSTILE: "endless" }));
		const updates = client.stream(watch);
		for (let seen = 0; seen < 5000; seen++)
			expect((await updates.next()).done).toBe(false);
		await updates.return(undefined);
		await expect(client.call(check)).rejects.toThrow();
	});
});

describe("reflection", () => {
	const ask = async (
		client: PodClient,
		version: typeof V1 | typeof V1alpha,
		request: object,
	) => {
		const path = `/${version.typeName}/ServerReflectionInfo`;
		const { toBinary, create, fromBinary } = await import("@bufbuild/protobuf");
		const { input, output } = version.method.serverReflectionInfo;
		const stream = client.channel.makeBidiStreamRequest(
			path,
			(message: Uint8Array) => Buffer.from(message),
			(bytes) => bytes,
		);
		stream.end(toBinary(input, create(input, request)));
		const answers: unknown[] = [];
		for await (const bytes of stream) answers.push(fromBinary(output, bytes));
		return answers[0];
	};
	const LIST = { messageRequest: { case: "listServices", value: "*" } };

	test.each([V1, V1alpha])("$typeName names every service", async (version) => {
		const client = await connectTo(startPod());
		expect(await ask(client, version, LIST)).toMatchObject({
			messageResponse: {
				case: "listServicesResponse",
				value: {
					service: [
						{ name: "user.UserService" },
						{ name: "kubectlgrpc.test.Steering" },
						{ name: "grpc.health.v1.Health" },
						{ name: "grpc.channelz.v1.Channelz" },
						{ name: "grpc.reflection.v1.ServerReflection" },
						{ name: "grpc.reflection.v1alpha.ServerReflection" },
					],
				},
			},
		});
	});

	test("gives files by symbol, and NOT_FOUND for what there is not", async () => {
		const client = await connectTo(startPod());
		const bySymbol = (value: string) =>
			ask(client, V1, {
				messageRequest: { case: "fileContainingSymbol", value },
			});
		expect(await bySymbol("user.User")).toMatchObject({
			messageResponse: { case: "fileDescriptorResponse" },
		});
		expect(await bySymbol("user.Nobody")).toMatchObject({
			messageResponse: {
				case: "errorResponse",
				value: { errorCode: status.NOT_FOUND },
			},
		});
	});

	test.each([
		["v1alpha", V1],
		["off", V1],
		["v1", V1alpha],
	])("REFLECTION=%s is without the other", async (REFLECTION, version) => {
		const client = await connectTo(startPod({ REFLECTION }));
		await expect(ask(client, version, LIST)).rejects.toMatchObject({
			code: status.UNIMPLEMENTED,
		});
	});
});

describe("channelz and metrics", () => {
	test("channelz tells of the server and its sockets", async () => {
		const client = await connectTo(startPod());
		const { server } = await client.call(Channelz.method.getServers);
		expect(server[0]?.listenSocket[0]?.name).toMatch(/^127\.0\.0\.1:\d+$/);
		const serverId = server[0]?.ref?.serverId ?? 0n;
		const { socketRef } = await client.call(Channelz.method.getServerSockets, {
			serverId,
		});
		const socket = await client.call(Channelz.method.getSocket, {
			socketId: socketRef[0]?.socketId ?? 0n,
		});
		expect(socket.socket?.data?.streamsStarted).toBeGreaterThan(0n);
		expect(socket.socket?.remote?.address.case).toBe("tcpipAddress");
	});

	test("ADMIN=off is without channelz", async () => {
		const client = await connectTo(startPod({ ADMIN: "off" }));
		await expect(client.call(Channelz.method.getServers)).rejects.toMatchObject(
			{ code: status.UNIMPLEMENTED },
		);
	});

	test("METRICS_PORT counts calls as go-grpc-middleware does", async () => {
		const pod = startPod({ METRICS_PORT: "9090" });
		const client = await connectTo(pod);
		const idle = 'grpc_method="CreateUser",grpc_service="user.UserService"';
		expect(await fetchText(await pod.port(9090), "/metrics")).toContain(
			`grpc_server_handled_total{grpc_code="OK",${idle},grpc_type="unary"} 0`,
		);
		await client.call(getUser, { id: "42" });
		await client.call(getUser, { id: "0" }).catch(() => {});
		await all(client.stream(listUsers));
		const text = await fetchText(await pod.port(9090), "/metrics");
		const labels = 'grpc_method="GetUser",grpc_service="user.UserService"';
		expect(text.split("\n")).toEqual(
			expect.arrayContaining([
				`grpc_server_started_total{${labels},grpc_type="unary"} 2`,
				`grpc_server_handled_total{grpc_code="OK",${labels},grpc_type="unary"} 1`,
				`grpc_server_handled_total{grpc_code="NotFound",${labels},grpc_type="unary"} 1`,
				`grpc_server_handling_seconds_count{${labels},grpc_type="unary"} 2`,
				`grpc_server_msg_received_total{${labels},grpc_type="unary"} 2`,
				`grpc_server_msg_sent_total{${labels},grpc_type="unary"} 1`,
			]),
		);
		expect(text).toContain(
			'grpc_method="ListUsers",grpc_service="user.UserService",grpc_type="server_stream"',
		);
	});
});

async function fetchText(port: number, path: string): Promise<string> {
	const asking = get({ host: "127.0.0.1", port, path, agent: false });
	const [response] = await once(asking, "response");
	return text(response);
}

describe("TLS", () => {
	const authority = createAuthority("pod-ca");
	const server = issueCertificate(authority, {
		commonName: "pod",
		usage: "server",
		names: ["pod.example"],
	});
	const channel = { "grpc.ssl_target_name_override": "pod.example" };
	const env = { TLS_CERT_PEM: server.cert, TLS_KEY_PEM: server.key };

	test("is served with the given certificate", async () => {
		const client = await connectTo(startPod(env), {
			credentials: credentials.createSsl(Buffer.from(authority.cert)),
			channel,
		});
		expect((await client.call(check)).status).toBe(Status.SERVING);
	});

	test("asks for a client certificate when told to", async () => {
		const pod = startPod({ ...env, TLS_CLIENT_CA_PEM: authority.cert });
		const own = issueCertificate(authority, {
			commonName: "client",
			usage: "client",
		});
		const secure = (pair?: typeof own) =>
			credentials.createSsl(
				Buffer.from(authority.cert),
				pair ? Buffer.from(pair.key) : null,
				pair ? Buffer.from(pair.cert) : null,
			);
		const known = await connectTo(pod, {
			credentials: secure(own),
			channel,
		});
		expect((await known.call(check)).status).toBe(Status.SERVING);
		const unknown = await connectTo(pod, { credentials: secure(), channel });
		await expect(unknown.call(check)).rejects.toMatchObject({
			code: status.UNAVAILABLE,
		});
	});
});
