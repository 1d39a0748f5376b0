import { once } from "node:events";
import { get } from "node:http";
import { get as getHttps } from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import {
	Health,
	HealthCheckResponse_ServingStatus as Status,
} from "../../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";
import {
	createAuthority,
	issueCertificate,
} from "../../../../src/sandbox/certificate/certificate.ts";
import { UserService } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import {
	TERMINATION,
	terminate,
} from "../../../../src/sandbox/pod/termination.ts";
import { connectTo, startPod } from "../pod-process.ts";

describe("START", () => {
	test("serve says where it serves", async () => {
		const pod = startPod({ PORT: "50052", DRAIN: "abrupt" });
		await pod.port(50052);
		terminate(pod.child);
		expect(await pod.output()).toBe("serving on 0.0.0.0:50052\n");
	});

	test("BIND names the address", async () => {
		const pod = startPod({ BIND: "pod", POD_IP: "10.1.2.3", DRAIN: "abrupt" });
		await pod.port();
		terminate(pod.child);
		expect(await pod.output()).toBe("serving on 10.1.2.3:50051\n");
	});

	test("crash ends with 1 and a line", async () => {
		const pod = startPod({ START: "crash" });
		expect(await pod.exited).toBe(1);
		expect(await pod.output()).toMatch(/^.+\n$/);
	});

	test("complete ends with 0", async () => {
		expect(await startPod({ START: "complete" }).exited).toBe(0);
	});

	test("values outside of the contract are refused, all at once", async () => {
		const pod = startPod({ DRAIN: "sometimes", HEALTH_DELAY: "3" });
		expect(await pod.exited).toBe(2);
		expect(await pod.output()).toBe(
			[
				'user-service: HEALTH_DELAY="3": wants a duration such as 250ms or 2s',
				'DRAIN="sometimes": allowed are graceful, abrupt, ignore\n',
			].join("\n"),
		);
	});
});

describe("PROTOCOL", () => {
	test("http1 answers HTTP/1.1", async () => {
		const port = await startPod({ PROTOCOL: "http1" }).port();
		const [response] = await once(
			get({ host: "127.0.0.1", port, agent: false }),
			"response",
		);
		expect([response.statusCode, response.httpVersion]).toEqual([200, "1.1"]);
		const [body] = await once(response, "data");
		expect(String(body)).toBe("hello");
	});

	test("silent accepts, and says nothing as long as its client stays", async () => {
		const socket = connect(await startPod({ PROTOCOL: "silent" }).port());
		socket.end("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		expect(await text(socket)).toBe("");
	});

	test("malformed begins as HTTP/2 and then breaks it", async () => {
		const socket = connect(await startPod({ PROTOCOL: "malformed" }).port());
		const received: Buffer[] = [];
		socket.on("data", (chunk: Buffer) => received.push(chunk));
		await once(socket, "connect");
		socket.write("PRI * HTTP/2.0\r\n\r\nS");
		socket.write("M\r\n\r\n");
		await once(socket, "data");
		socket.destroy();
		expect(Buffer.concat(received).toString("hex")).toMatch(
			/^000000040000000000000000040100000000deadbeefdeadbeef/,
		);
	});

	test("none of them minds TLS", async () => {
		const authority = createAuthority("ca");
		const { cert, key } = issueCertificate(authority, {
			commonName: "pod",
			usage: "server",
		});
		const tls = { TLS_CERT_PEM: cert, TLS_KEY_PEM: key };
		const port = await startPod({ PROTOCOL: "http1", ...tls }).port();
		const options = { host: "127.0.0.1", port, agent: false };
		const [response] = await once(
			getHttps({ ...options, rejectUnauthorized: false }),
			"response",
		);
		expect(response.statusCode).toBe(200);
		response.destroy();
	});

	test("reset closes what it accepts", async () => {
		const socket = connect(await startPod({ PROTOCOL: "reset" }).port());
		const [error] = await once(socket, "error");
		expect(error.code).toBe("ECONNRESET");
	});

	test("none stays, and listens on nothing", async () => {
		const pod = startPod({ PROTOCOL: "none", DRAIN: "abrupt" });
		await new Promise<void>((resolve) =>
			pod.child.stdout?.once("data", () => resolve()),
		);
		terminate(pod.child);
		expect(await pod.exited).toBe(0);
	});
});

describe("DRAIN", () => {
	const { watch } = Health.method;
	const { getUser } = UserService.method;

	test("graceful: NOT_SERVING, DRAIN_WAIT, calls finished, exit 0", async () => {
		const pod = startPod({ DRAIN_WAIT: "300ms", CALL_DELAY: "1s" });
		const client = await connectTo(pod);
		const statuses = client.stream(watch);
		await statuses.next();
		const call = client.call(getUser, { id: "42" });
		const closed = pod.closed();
		terminate(pod.child);
		expect((await statuses.next()).value?.status).toBe(Status.NOT_SERVING);
		await statuses.return(undefined);
		await closed;
		expect(await call).toMatchObject({ name: "Ada" });
		client.channel.close();
		expect(await pod.exited).toBe(0);
	});

	test("a message is as good as SIGTERM, which Windows does not have", async () => {
		const pod = startPod({ DRAIN: "abrupt" });
		await pod.port();
		pod.child.send(TERMINATION);
		expect(await pod.exited).toBe(0);
	});

	test("abrupt: exit 0 under a call", async () => {
		const pod = startPod({ DRAIN: "abrupt", CALL_DELAY: "10s" });
		const client = await connectTo(pod);
		await client.call(Health.method.check);
		const call = client.call(getUser, { id: "42" });
		call.catch(() => {});
		// The call is under way once the server has answered a later one.
		await client.call(Health.method.check);
		terminate(pod.child);
		await expect(call).rejects.toThrow();
		expect(await pod.exited).toBe(0);
	});

	test("ignore: only KILL helps", async () => {
		const pod = startPod({ DRAIN: "ignore" });
		const client = await connectTo(pod);
		terminate(pod.child);
		await client.call(Health.method.check);
		expect(pod.child.exitCode).toBeNull();
		pod.child.kill("SIGKILL");
		expect(await pod.exited).toBe("SIGKILL");
	});

	test("without its kubelet it ends at once, whatever it was told", async () => {
		const pod = startPod({ DRAIN: "ignore" });
		await pod.port();
		pod.child.disconnect();
		expect(await pod.exited).toBe(0);
	});
});
