import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import {
	create,
	type DescMessage,
	type DescMethodServerStreaming,
	type DescMethodUnary,
	fromBinary,
	type MessageInitShape,
	type MessageShape,
	toBinary,
} from "@bufbuild/protobuf";
import {
	type ChannelCredentials,
	Client,
	type ClientReadableStream,
	credentials,
	type ServiceError,
} from "@grpc/grpc-js";
import { onTestFinished, vi } from "vitest";
import { podEntry } from "../../../src/sandbox/kubelet/entry.ts";
import {
	isPodMessage,
	POD_VARIABLE,
	type PodCommand,
} from "../../../src/sandbox/pod/messages.ts";
import { pathOf } from "../../../src/sandbox/pod/methods.ts";

vi.setConfig({ testTimeout: 30_000 });

/** A pod's process that the test starts as the kubelet does. */
type TestPod = {
	readonly child: ChildProcess;
	/** Resolves with the loopback port that stands for a declared one, when it listens. */
	port(declared?: number): Promise<number>;
	/** Resolves when the server has reported that a port is closed. */
	closed(declared?: number): Promise<void>;
	/** Resolves with everything that it wrote to stdout and stderr, when it has ended. */
	output(): Promise<string>;
	/** The exit code, or the signal's name. */
	readonly exited: Promise<number | string>;
	send(command: PodCommand): void;
};

/** Starts the test server with these variables. It ends with the test. */
export function startPod(env: Readonly<Record<string, string>> = {}): TestPod {
	const child = fork(podEntry(), [], {
		env: {
			PATH: process.env["PATH"],
			NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
			[POD_VARIABLE]: "user-service",
			...env,
		},
		execArgv: [],
		silent: true,
	});
	onTestFinished(() => {
		child.kill("SIGKILL");
	});
	const text: Buffer[] = [];
	child.stdout?.on("data", (chunk: Buffer) => text.push(chunk));
	child.stderr?.on("data", (chunk: Buffer) => text.push(chunk));
	const exited = once(child, "exit").then(([code, signal]) => code ?? signal);
	const ended = Promise.all(
		[child.stdout, child.stderr].map((stream) => stream && once(stream, "end")),
	);
	const message = (type: string, port: number) =>
		new Promise<number>((resolve) => {
			child.on("message", (received) => {
				if (!isPodMessage(received)) return;
				if (received.type === "up" || received.type !== type) return;
				if (received.port !== port) return;
				resolve(received.type === "listening" ? received.actual : 0);
			});
		});
	const listening = new Map(
		[50051, 50052, 9090].map((port) => [port, message("listening", port)]),
	);
	return {
		child,
		exited,
		port: (declared = 50051) =>
			listening.get(declared) ?? message("listening", declared),
		closed: async (declared = 50051) => {
			await message("closed", declared);
		},
		output: async () => {
			await ended;
			return Buffer.concat(text).toString();
		},
		send: (command) => child.send(command),
	};
}

/** A gRPC client of one pod. */
export type PodClient = {
	call<I extends DescMessage, O extends DescMessage>(
		method: DescMethodUnary<I, O>,
		request?: MessageInitShape<I>,
		deadlineMs?: number,
	): Promise<MessageShape<O>>;
	stream<I extends DescMessage, O extends DescMessage>(
		method: DescMethodServerStreaming<I, O>,
		request?: MessageInitShape<I>,
	): AsyncGenerator<MessageShape<O>>;
	readonly channel: Client;
};

/** Connects to a pod's gRPC port. */
export async function connectTo(
	pod: TestPod,
	options: {
		readonly credentials?: ChannelCredentials;
		readonly declared?: number;
		readonly channel?: object;
	} = {},
): Promise<PodClient> {
	const port = await pod.port(options.declared);
	const channel = new Client(
		`127.0.0.1:${port}`,
		options.credentials ?? credentials.createInsecure(),
		{ ...options.channel },
	);
	onTestFinished(() => channel.close());
	return {
		channel,
		call: async (method, request, deadlineMs = 10_000) => {
			const answer = await new Promise<Buffer>((resolve, reject) => {
				channel.makeUnaryRequest(
					pathOf(method),
					Buffer.from,
					(bytes) => bytes,
					encode(method.input, request),
					{ deadline: Date.now() + deadlineMs },
					(error: ServiceError | null, bytes?: Buffer) => {
						if (error || !bytes) reject(error);
						else resolve(bytes);
					},
				);
			});
			return fromBinary(method.output, answer);
		},
		stream: async function* (method, request) {
			const stream: ClientReadableStream<Buffer> =
				channel.makeServerStreamRequest(
					pathOf(method),
					Buffer.from,
					(bytes) => bytes,
					encode(method.input, request),
				);
			try {
				for await (const bytes of stream)
					yield fromBinary(method.output, bytes);
			} finally {
				stream.cancel();
			}
		},
	};
}

function encode<I extends DescMessage>(
	schema: I,
	request: MessageInitShape<I> | undefined,
): Uint8Array {
	return toBinary(schema, create(schema, request));
}
