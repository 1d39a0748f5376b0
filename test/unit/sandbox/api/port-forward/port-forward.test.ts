import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { Duplex } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { server } from "../../../../../src/sandbox/scenarios/manifest.ts";
import {
	at,
	eventually,
	runSandboxForTests,
	textAt,
} from "../../running-sandbox.ts";

const sandbox = await runSandboxForTests({
	scenario: {
		manifests: () => [
			...server({ name: "good", replicas: 1, readiness: "tcp" }),
			...server({
				name: "pod-only",
				replicas: 1,
				env: { BIND: "pod", POD_IP: { field: "status.podIP" } },
			}),
			...server({
				name: "local-only",
				replicas: 1,
				env: { BIND: "localhost" },
			}),
			...server({
				name: "resets",
				replicas: 1,
				env: { PROTOCOL: "reset" },
				readiness: "tcp",
			}),
			...server({
				name: "unscheduled",
				replicas: 1,
				podSpec: { nodeSelector: { none: "has-this" } },
			}),
			...server({
				name: "other-image",
				replicas: 1,
				image: "example/nothing:1",
				readiness: "none",
			}),
			{
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: "done" },
				spec: {
					restartPolicy: "Never",
					containers: [
						{
							name: "done",
							image: "kubectl-grpc.test/user-service:v1",
							env: [{ name: "START", value: "complete" }],
						},
					],
				},
			},
		],
	},
});
await sandbox.ready;

async function podOf(app: string): Promise<string> {
	const [pod] = await sandbox.pods(`app=${app}`);
	return textAt(pod, "metadata.name");
}

/** Returns the pod of an app once its probe has succeeded. A settled pod may have a server that does not listen yet. */
function readyPodOf(app: string): Promise<string> {
	return eventually(async () => {
		const [pod] = await sandbox.pods(`app=${app}`);
		const ready = at(pod, "status.containerStatuses.0.ready") === true;
		return ready ? textAt(pod, "metadata.name") : undefined;
	});
}

function dial(
	pod: string,
	ports: string,
	as: "admin" | "jane" | "viewer" = "admin",
): WebSocket {
	const url = `${sandbox.server}/api/v1/namespaces/default/pods/${pod}/portforward?${ports}`;
	const socket = new WebSocket(
		url.replace("https", "wss"),
		"v4.channel.k8s.io",
		{
			agent: sandbox.agent,
			headers: sandbox.headersOf(as),
		},
	);
	socket.on("error", () => {});
	return socket;
}

/** Returns every frame until the socket closes, and its close code. */
async function allFrames(socket: WebSocket) {
	const frames: Buffer[] = [];
	socket.on("message", (data: Buffer) => frames.push(data));
	const [code] = await once(socket, "close");
	return { frames, code };
}

/** Returns the server's answer in place of a WebSocket. */
async function refusal(socket: WebSocket) {
	const [, response] = await once(socket, "unexpected-response");
	const text = await textOf(response);
	const isStatus = response.headers["content-type"] === "application/json";
	const message = isStatus ? textAt(JSON.parse(text), "message") : text;
	return { code: response.statusCode, message };
}

/** Returns the data channel of a tunnel as a stream of bytes. */
function streamOf(socket: WebSocket): Duplex {
	let announced = 0;
	const stream = new Duplex({
		read: () => {},
		write: (chunk: Buffer, _encoding, done) =>
			socket.send(Buffer.concat([Buffer.from([0]), chunk]), done),
	});
	socket.on("message", (frame: Buffer) => {
		if (announced < 2) announced++;
		else stream.push(frame.subarray(1));
	});
	socket.on("close", () => stream.push(null));
	return stream;
}

describe("a port-forward", () => {
	test("announces its port on both channels, then carries HTTP/2", async () => {
		const socket = dial(await readyPodOf("good"), "ports=50051");
		const first: Buffer[] = [];
		socket.on("message", (frame: Buffer) => first.push(frame));
		const stream = streamOf(socket);
		await once(socket, "open");
		const session = connectHttp2("http://pod", {
			createConnection: () => stream,
		});
		const request = session.request({
			":method": "POST",
			":path": "/grpc.health.v1.Health/Check",
			"content-type": "application/grpc",
			te: "trailers",
		});
		request.end(Buffer.alloc(5));
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		const [trailers] = await once(request, "trailers");
		expect(trailers["grpc-status"]).toBe("0");
		expect(Buffer.concat(chunks)).toEqual(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
		expect(first.slice(0, 2)).toEqual([
			Buffer.from([0, 0x83, 0xc3]),
			Buffer.from([1, 0x83, 0xc3]),
		]);
		session.destroy();
		socket.terminate();
	});

	test.each([
		["a port that nobody listens on", "good", 1234],
		["a server bound to the pod's address", "pod-only", 50051],
		["a container that does nothing", "other-image", 50051],
	])("to %s is told so in containerd's words", async (_name, app, port) => {
		const { frames, code } = await allFrames(
			dial(await podOf(app), `ports=${port}`),
		);
		expect(frames).toHaveLength(3);
		expect(frames[2]?.[0]).toBe(1);
		expect(frames[2]?.subarray(1).toString()).toMatch(
			new RegExp(
				`^error forwarding port ${port} to pod ([0-9a-f]{64}), uid : failed to execute portforward in network namespace "/var/run/netns/cni-[0-9a-f-]+": failed to connect to localhost:${port} inside namespace "\\1", IPv4: dial tcp4 127\\.0\\.0\\.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found $`,
			),
		);
		expect(code).toBe(1000);
	});

	test("to a server that resets is told so", async () => {
		const { frames, code } = await allFrames(
			dial(await readyPodOf("resets"), "ports=50051"),
		);
		expect(frames[2]?.toString()).toContain(
			":50051: read: connection reset by peer",
		);
		expect(code).toBe(1000);
	});

	test("reaches a server on localhost that probes do not reach", async () => {
		const name = await podOf("local-only");
		const socket = dial(name, "ports=50051");
		await once(socket, "open");
		const stream = streamOf(socket);
		stream.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		stream.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
		const [settings] = await once(stream, "data");
		expect(settings[3]).toBe(4);
		socket.terminate();
		const pod = await sandbox.api(`/api/v1/namespaces/default/pods/${name}`);
		expect(at(pod.body, "status.containerStatuses.0.ready")).toBe(false);
	});

	test("takes several ports, a channel pair each", async () => {
		const { frames } = await allFrames(
			dial(await podOf("good"), "ports=1&ports=2"),
		);
		expect(frames.slice(0, 4)).toEqual([
			Buffer.from([0, 1, 0]),
			Buffer.from([1, 1, 0]),
			Buffer.from([2, 2, 0]),
			Buffer.from([3, 2, 0]),
		]);
		expect(frames.slice(4).map((frame) => frame[0])).toEqual([1, 3]);
	});

	test("answers pings", async () => {
		const socket = dial(await readyPodOf("good"), "ports=50051");
		await once(socket, "open");
		socket.ping("are you there");
		const [payload] = await once(socket, "pong");
		expect(payload.toString()).toBe("are you there");
		socket.terminate();
	});

	test("ends when its pod's process is killed", async () => {
		const name = await podOf("good");
		const socket = dial(name, "ports=50051");
		await once(socket, "message");
		const closed = once(socket, "close");
		sandbox.control.killPod(name);
		expect((await closed)[0]).toBe(1000);
		const restarts = await eventually(async () => {
			const [pod] = await sandbox.pods("app=good");
			const status = at(pod, "status.containerStatuses.0");
			return textAt(status, "ready") === "true" &&
				textAt(status, "restartCount") === "1"
				? status
				: undefined;
		});
		expect(at(restarts, "lastState.terminated.exitCode")).toBe(137);
	});
});

describe("a port-forward is refused", () => {
	test.each([
		["jane", 403, 'User "jane" cannot get resource "pods/portforward"'],
		["viewer", 403, 'User "viewer" cannot get resource "pods/portforward"'],
	] as const)("to %s", async (as, code, message) => {
		const answer = await refusal(dial(await podOf("good"), "ports=1", as));
		expect(answer.code).toBe(code);
		expect(answer.message).toContain(message);
	});

	test.each([
		[
			"a pod that is not there",
			"nobody",
			"ports=1",
			404,
			'pods "nobody" not found',
		],
		[
			"a pod that has ended",
			"done",
			"ports=1",
			500,
			'pod not found ("done_default")',
		],
		["no port", "app:good", "", 400, 'query parameter "port" is required'],
		[
			"a port that is none",
			"app:good",
			"ports=x",
			400,
			'cannot convert to []int32: strconv.ParseUint: parsing "x": invalid syntax',
		],
		["a port of 0", "app:good", "ports=0", 400, 'port "0" must be > 0'],
		[
			"a pod without a node",
			"app:unscheduled",
			"ports=1",
			400,
			"does not have a host assigned",
		],
	])("for %s", async (_name, pod, ports, code, message) => {
		const name = pod.startsWith("app:") ? await podOf(pod.slice(4)) : pod;
		const answer = await refusal(dial(name, ports));
		expect(answer.code).toBe(code);
		expect(answer.message).toContain(message);
	});

	test("in a protocol that the sandbox does not have", async () => {
		const path = `/api/v1/namespaces/default/pods/${await podOf("good")}/portforward?ports=1`;
		const answer = await sandbox.api(path, {
			headers: {
				connection: "Upgrade",
				upgrade: "websocket",
				"sec-websocket-version": "13",
				"sec-websocket-key": "MDEyMzQ1Njc4OWFiY2RlZg==",
				"sec-websocket-protocol": "SPDY/3.1+portforward.k8s.io",
			},
		});
		expect(answer.code).toBe(400);
		expect(textAt(answer.body, "message")).toContain("v4.channel.k8s.io only");
	});

	test("without an upgrade", async () => {
		const path = `/api/v1/namespaces/default/pods/${await podOf("good")}/portforward?ports=1`;
		expect(await sandbox.api(path)).toMatchObject({
			code: 400,
			body: { message: "Upgrade request required" },
		});
	});
});
