import type { ServerHttp2Stream } from "node:http2";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import { keepConnection } from "../../../src/grpc/kept-connection.ts";
import {
	listServices,
	openReflection,
	type ReflectionSession,
} from "../../../src/grpc/reflection.ts";
import {
	type ServerReflectionRequest,
	ServerReflectionRequestSchema,
	type ServerReflectionResponse,
	ServerReflectionResponseSchema,
} from "../../../src/grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { message } from "./frames.ts";
import { channelTo, grpcServer, http2Server, method } from "./servers.ts";

const limits = { deadlineMs: 4000 };
/** The longest timer that Node.js has, about 25 days. */
const NEVER_MS = 2 ** 31 - 1;
const USER_PROTO = fileURLToPath(
	new URL("../../proto/user.proto", import.meta.url),
);

const taking = (channel: Channel) => async () => channel;

type Response = ServerReflectionResponse["messageResponse"];
type Stream = ServerDuplexStream<Buffer, Buffer>;

/** Returns a server that answers each request of these versions with `answer`. */
function reflectionServer(
	versions: readonly ("v1" | "v1alpha")[],
	answer: (request: ServerReflectionRequest, stream: Stream) => void,
) {
	return grpcServer((server) => {
		for (const version of versions)
			server.addService(
				{
					info: method(
						`/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
						{ requests: "stream", responses: "stream" },
					),
				},
				{
					info(stream: Stream) {
						stream.on("data", (bytes: Buffer) =>
							answer(fromBinary(ServerReflectionRequestSchema, bytes), stream),
						);
						stream.on("end", () => stream.end());
					},
				},
			);
	});
}

/** Returns a channel to such a server. */
async function reflecting(
	...as: Parameters<typeof reflectionServer>
): Promise<Channel> {
	const { port } = await reflectionServer(...as);
	return channelTo(port);
}

function say(
	stream: Stream,
	messageResponse: Response,
	originalRequest?: ServerReflectionRequest,
): void {
	const response = create(ServerReflectionResponseSchema, {
		messageResponse,
		...(originalRequest ? { originalRequest } : {}),
	});
	stream.write(Buffer.from(toBinary(ServerReflectionResponseSchema, response)));
}

const services = (...names: string[]): Response => ({
	case: "listServicesResponse",
	value: {
		$typeName: "grpc.reflection.v1.ListServiceResponse",
		service: names.map((name) => ({
			$typeName: "grpc.reflection.v1.ServiceResponse",
			name,
		})),
	},
});

const files = (...contents: string[]): Response => ({
	case: "fileDescriptorResponse",
	value: {
		$typeName: "grpc.reflection.v1.FileDescriptorResponse",
		fileDescriptorProto: contents.map((content) => Buffer.from(content)),
	},
});

describe("against @grpc/reflection", () => {
	async function session() {
		const { port } = await grpcServer((server) =>
			new ReflectionService(loadSync(USER_PROTO)).addToServer(server),
		);
		return openReflection(taking(await channelTo(port)), limits);
	}

	it("lists services and gives descriptors", async () => {
		const reflection = await session();
		expect(await reflection.listServices()).toMatchObject({
			kind: "listed",
			services: ["user.UserService"],
		});
		for (const answer of [
			await reflection.fileContainingSymbol("user.UserService"),
			await reflection.fileByFilename("user.proto"),
		]) {
			if (answer.kind !== "files") throw new Error(answer.kind);
			const names = answer.files.map(
				(file) => fromBinary(FileDescriptorProtoSchema, file).name,
			);
			expect(names).toContain("user.proto");
		}
		reflection.close();
	});

	it("says what the server refused", async () => {
		const reflection = await session();
		const refused = {
			kind: "refused",
			status: { name: "NOT_FOUND", source: "server" },
		};
		expect(await reflection.fileContainingSymbol("no.Such")).toMatchObject(
			refused,
		);
		expect(await reflection.fileByFilename("no.proto")).toMatchObject(refused);
		expect(
			await reflection.fileContainingExtension("user.User", 100),
		).toMatchObject(refused);
		reflection.close();
	});
});

it("lists a service once that a server lists for each of its methods, as Helidon does", async () => {
	const channel = await reflecting(["v1"], (_request, stream) =>
		say(stream, services("a.B", "a.B", "a.C")),
	);
	expect(await listServices(channel, limits)).toEqual({
		kind: "listed",
		services: ["a.B", "a.C"],
	});
});

describe("a version", () => {
	it("is v1alpha where v1 is UNIMPLEMENTED", async () => {
		const channel = await reflecting(["v1alpha"], (_request, stream) =>
			say(stream, services("a.B")),
		);
		expect(await listServices(channel, limits)).toEqual({
			kind: "listed",
			services: ["a.B"],
		});
	});

	it("is v1alpha where v1 is UNAVAILABLE, and stays so", async () => {
		const tried: string[] = [];
		const { port } = await grpcServer((server) => {
			for (const version of ["v1", "v1alpha"])
				server.addService(
					{
						info: method(
							`/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
							{ requests: "stream", responses: "stream" },
						),
					},
					{
						info(stream: Stream) {
							tried.push(version);
							if (version === "v1")
								stream.emit("error", {
									code: status.UNAVAILABLE,
									details: "no",
								});
							else stream.on("data", () => say(stream, services("a.B")));
						},
					},
				);
		});
		const reflection = openReflection(taking(await channelTo(port)), limits);
		for (let question = 1; question <= 2; question += 1)
			expect(await reflection.listServices()).toMatchObject({
				services: ["a.B"],
			});
		expect(tried).toEqual(["v1", "v1alpha"]);
		reflection.close();
	});

	it.each<[string, (stream: ServerHttp2Stream) => void]>([
		[
			"Vert.x",
			(stream) => stream.respond({ ":status": 500 }, { endStream: true }),
		],
		[
			"Helidon",
			(stream) =>
				stream.respond(
					{ ":status": 404, "grpc-status": "5" },
					{ endStream: true },
				),
		],
		[
			"Tomcat",
			(stream) => {
				stream.respond({
					"content-type": "application/grpc",
					"grpc-status": "12",
				});
				stream.end();
			},
		],
	])(
		"is v1alpha where %s has no v1, which it says in its way",
		async (_, refuse) => {
			const port = await http2Server((stream, path) => {
				if (!path.includes("v1alpha")) return refuse(stream);
				stream.respond(
					{ "content-type": "application/grpc" },
					{ waitForTrailers: true },
				);
				stream.on("wantTrailers", () =>
					stream.sendTrailers({ "grpc-status": "0" }),
				);
				const response = create(ServerReflectionResponseSchema, {
					messageResponse: services("a.B"),
				});
				stream.end(message(toBinary(ServerReflectionResponseSchema, response)));
			});
			expect(await listServices(await channelTo(port), limits)).toMatchObject({
				services: ["a.B"],
			});
		},
	);

	it("is none where both are missing", async () => {
		const channel = await reflecting([], () => {});
		expect(await listServices(channel, limits)).toMatchObject({
			kind: "failed",
			status: { name: "UNIMPLEMENTED", message: expect.stringContaining("v1") },
		});
	});

	it("is not looked for when the first one fails otherwise", async () => {
		const port = await http2Server((stream) =>
			stream.respond(
				{ "content-type": "application/grpc", "grpc-status": "7" },
				{ endStream: true },
			),
		);
		expect(await listServices(await channelTo(port), limits)).toMatchObject({
			status: { name: "PERMISSION_DENIED" },
		});
	});
});

describe("questions that are asked together", () => {
	/** Returns reflection that has been answered before, so that its version is known. */
	async function begun(
		answer: (request: ServerReflectionRequest, stream: Stream) => void,
	) {
		const channel = await reflecting(["v1"], (request, stream) =>
			request.messageRequest.case === "listServices"
				? say(stream, services("a.B"), request)
				: answer(request, stream),
		);
		const reflection = openReflection(taking(channel), limits);
		await reflection.listServices();
		return reflection;
	}

	const named = (count: number) =>
		Array.from({ length: count }, (_, at) => `file ${at}`);

	async function answersOf(
		reflection: ReflectionSession,
		names: readonly string[],
	) {
		const answers = await Promise.all(names.map(reflection.fileByFilename));
		reflection.close();
		return answers.map((answer) =>
			answer.kind === "files" ? String(answer.files[0]) : answer,
		);
	}

	const nameOf = (request: ServerReflectionRequest) =>
		String(request.messageRequest.value);

	it("travel together: none waits for the answer to another", async () => {
		const waiting: ServerReflectionRequest[] = [];
		const reflection = await begun((request, stream) => {
			waiting.push(request);
			if (waiting.length === 3)
				for (const one of waiting) say(stream, files(nameOf(one)));
		});
		expect(await answersOf(reflection, named(3))).toEqual(named(3));
	});

	it.each([
		["are told apart", named(3)],
		["have an answer each, those that are the same, too", ["a", "b", "b"]],
	])("%s where the answers come in another order", async (_, names) => {
		const waiting: ServerReflectionRequest[] = [];
		const reflection = await begun((request, stream) => {
			waiting.push(request);
			if (waiting.length === names.length)
				for (const one of waiting.toReversed())
					say(stream, files(nameOf(one)), one);
		});
		expect(await answersOf(reflection, names)).toEqual(names);
	});

	it("are asked one by one where a stream ends that has answered some", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.integer({ min: 1, max: 9 }),
				fc.constantFrom("ended", "cut"),
				async (each, count, end) => {
					const answered = new Map<Stream, number>();
					const reflection = await begun((request, stream) => {
						const already = answered.get(stream) ?? 0;
						if (already === each) return;
						answered.set(stream, already + 1);
						say(stream, files(nameOf(request)), request);
						if (already + 1 < each) return;
						if (end === "ended") stream.end();
						else stream.emit("error", { code: status.INTERNAL });
					});
					expect(await answersOf(reflection, named(count))).toEqual(
						named(count),
					);
				},
			),
			{ numRuns: 20 },
		);
	});

	it("fail alone: each has its own deadline, from the answer before it", async () => {
		const channel = await reflecting(["v1"], (request, stream) => {
			if (nameOf(request) !== "file 1")
				say(stream, files(nameOf(request)), request);
		});
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		onTestFinished(() => void vi.useRealTimers());
		const reflection = openReflection(taking(channel), { deadlineMs: 500 });
		await reflection.fileByFilename("first");
		const [first, ...others] = named(3).map(reflection.fileByFilename);
		expect(await first).toMatchObject({ files: [Buffer.from("file 0")] });
		await turn();
		vi.advanceTimersByTime(500);
		// The half-closed stream has time for its last messages, too.
		vi.advanceTimersByTime(500);
		expect(await Promise.all(others)).toMatchObject([
			{ kind: "failed", status: { name: "DEADLINE_EXCEEDED" }, isLate: true },
			{ files: [Buffer.from("file 2")] },
		]);
		reflection.close();
	});

	it("are asked no more after two in a row without an answer", async () => {
		let asked = 0;
		const channel = await reflecting(["v1"], () => {
			asked += 1;
		});
		const reflection = openReflection(taking(channel), { deadlineMs: 20 });
		const answers = await Promise.all(named(9).map(reflection.fileByFilename));
		for (const answer of answers)
			expect(answer).toMatchObject({ status: { name: "DEADLINE_EXCEEDED" } });
		expect(asked).toBe(2);
		reflection.close();
	});
});

it("a session that is closed asks nothing more, whatever was still to be asked", async () => {
	const streams = new Set<Stream>();
	const channel = await reflecting(["v1"], (request, stream) => {
		streams.add(stream);
		if (request.messageRequest.case === "listServices")
			say(stream, services("a.B"));
	});
	const reflection = openReflection(taking(channel), limits);
	await reflection.listServices();
	const answers = [1, 2, 3].map(() => reflection.fileByFilename("mine"));
	reflection.close();
	answers.push(reflection.fileByFilename("mine"));
	for (const answer of await Promise.all(answers))
		expect(answer).toMatchObject({
			kind: "failed",
			status: { name: "CANCELLED" },
		});
	expect(streams.size).toBe(1);
});

it("a session that is closed while its connection is being made asks nothing over it", async () => {
	const asked: ServerReflectionRequest[] = [];
	const channel = await reflecting(["v1"], (request, stream) => {
		asked.push(request);
		say(stream, services("a.B"));
	});
	const connecting = Promise.withResolvers<void>();
	const connected = Promise.withResolvers<Channel>();
	const reflection = openReflection(() => {
		connecting.resolve();
		return connected.promise;
	}, limits);
	const answer = reflection.listServices();
	await connecting.promise;
	reflection.close();
	connected.resolve(channel);
	expect(await answer).toMatchObject({
		kind: "failed",
		status: { name: "CANCELLED" },
	});
	expect(asked).toEqual([]);
});

describe("a server that", () => {
	it("ends the stream after each answer is asked on another", async () => {
		let streams = 0;
		const channel = await reflecting(["v1"], (request, stream) => {
			streams += 1;
			say(stream, files(String(request.messageRequest.value)), request);
			stream.end();
		});
		const reflection = openReflection(taking(channel), limits);
		expect(await reflection.fileByFilename("a")).toMatchObject({
			kind: "files",
		});
		expect(await reflection.fileByFilename("b")).toMatchObject({
			kind: "files",
			files: [Buffer.from("b")],
		});
		expect(streams).toBe(2);
		reflection.close();
	});

	it("ends the connection between two questions is asked on another", async () => {
		const { server, port } = await grpcServer((added) =>
			new ReflectionService(loadSync(USER_PROTO)).addToServer(added),
		);
		const opened: Channel[] = [];
		const { take } = keepConnection(async () => {
			const channel = await channelTo(port);
			opened.push(channel);
			return channel;
		});
		const reflection = openReflection(take, limits);
		await reflection.listServices();
		// This sends GOAWAY and cancels the open streams, as at a maximum connection age.
		server.drain(`127.0.0.1:${port}`, 0);
		await opened[0]?.closed;
		expect(await reflection.fileByFilename("user.proto")).toMatchObject({
			kind: "files",
		});
		expect(opened).toHaveLength(2);
		reflection.close();
	});

	it("ends the connection before its first answer is asked on another", async () => {
		let streams = 0;
		const { server, port } = await reflectionServer(["v1"], (_, stream) => {
			streams += 1;
			// As at a maximum connection age that ends before the answer is there.
			if (streams === 1) server.drain(`127.0.0.1:${port}`, 0);
			else say(stream, services("a.B"));
		});
		const { take } = keepConnection(() => channelTo(port));
		const reflection = openReflection(take, limits);
		expect(await reflection.listServices()).toMatchObject({
			services: ["a.B"],
		});
		reflection.close();
	});

	it("ends every connection before its answer is asked twice", async () => {
		let opened = 0;
		const { server, port } = await reflectionServer(["v1", "v1alpha"], () =>
			server.drain(`127.0.0.1:${port}`, 0),
		);
		const { take } = keepConnection(() => {
			opened += 1;
			return channelTo(port);
		});
		const reflection = openReflection(take, limits);
		expect(await reflection.listServices()).toMatchObject({
			kind: "failed",
			status: { name: "UNAVAILABLE", source: "channel" },
		});
		expect(opened).toBe(2);
	});

	it("answers other questions first is understood by what it repeats", async () => {
		const channel = await reflecting(["v1"], (request, stream) => {
			const other = create(ServerReflectionRequestSchema, {
				messageRequest: { case: "fileByFilename", value: "other" },
			});
			say(stream, files("other"), other);
			say(stream, files("right"), request);
		});
		expect(
			await openReflection(taking(channel), limits).fileByFilename("mine"),
		).toMatchObject({ files: [Buffer.from("right")] });
	});

	it("answers other questions only is given up", async () => {
		const channel = await reflecting(["v1"], (_request, stream) => {
			const other = create(ServerReflectionRequestSchema, {
				messageRequest: { case: "fileByFilename", value: "other" },
			});
			for (let many = 0; many < 50; many += 1)
				say(stream, files("other"), other);
		});
		expect(
			await openReflection(taking(channel), limits).fileByFilename("mine"),
		).toMatchObject({
			kind: "failed",
			status: { message: expect.stringMatching(/not asked for/) },
		});
	});

	it("answers with something else says so", async () => {
		const channel = await reflecting(["v1"], (_request, stream) =>
			say(stream, services("a.B")),
		);
		expect(
			await openReflection(taking(channel), limits).fileByFilename("x"),
		).toMatchObject({
			kind: "failed",
			status: { message: expect.stringMatching(/listServicesResponse/) },
		});
		const silent = await reflecting(["v1"], (_request, stream) =>
			say(stream, { case: undefined }),
		);
		expect(await listServices(silent, limits)).toMatchObject({
			status: { message: expect.stringMatching(/nothing/) },
		});
	});

	it("never answers is waited for until the deadline", async () => {
		const channel = await reflecting(["v1"], () => {});
		expect(await listServices(channel, { deadlineMs: 50 })).toMatchObject({
			kind: "failed",
			status: { name: "DEADLINE_EXCEEDED" },
		});
	});

	it.each([
		["at the deadline", { deadlineMs: 50 }],
		["long before it", { deadlineMs: NEVER_MS, patienceMs: 50 }],
	])(
		"answers whole streams alone is heard %s: a proxy that speaks HTTP/1 to the server behind it",
		async (_when, options) => {
			let asked = 0;
			const port = await http2Server((stream) => {
				asked += 1;
				stream.resume();
				stream.on("end", () => {
					stream.respond({ ":status": 502 }, { endStream: true });
				});
			});
			const channel = await channelTo(port);
			expect(await listServices(channel, options)).toMatchObject({
				kind: "failed",
				status: {
					name: "UNAVAILABLE",
					message: expect.stringContaining("HTTP status 502"),
				},
			});
			expect(asked).toBe(1);
		},
	);

	it("answers them alone is asked each question on one of its own, and waited for once", async () => {
		const channel = await reflecting(["v1"], (request, stream) => {
			stream.prependListener("end", () => say(stream, files("right"), request));
		});
		const options = { deadlineMs: NEVER_MS, patienceMs: 20 };
		const reflection = openReflection(taking(channel), options);
		for (let question = 1; question <= 3; question += 1) {
			expect(await reflection.fileByFilename("mine")).toMatchObject({
				files: [Buffer.from("right")],
			});
			options.patienceMs = NEVER_MS;
		}
	});

	it("never ends is left when the session closes", async () => {
		const ended = Promise.withResolvers<void>();
		const channel = await reflecting(["v1"], (_request, stream) => {
			say(stream, services("a.B"));
			const pump = setInterval(() => say(stream, services("more")), 5);
			stream.on("cancelled", () => {
				clearInterval(pump);
				ended.resolve();
			});
		});
		expect(await listServices(channel, limits)).toMatchObject({
			services: ["a.B"],
		});
		channel.close();
		await ended.promise;
	});

	it.each([
		["on one stream", () => {}],
		["on a stream for each answer", (stream: Stream) => stream.end()],
	])("sends too much %s is cut off", async (_, finish) => {
		let answered = 0;
		const channel = await reflecting(["v1"], (_request, stream) => {
			answered += 1;
			say(stream, files("x".repeat(600)));
			finish(stream);
		});
		const reflection = openReflection(taking(channel), {
			...limits,
			maxBytes: 1000,
		});
		expect(await reflection.fileByFilename("a")).toMatchObject({
			kind: "files",
		});
		// The third question is not sent any more.
		for (let question = 2; question <= 3; question += 1)
			expect(await reflection.fileByFilename("a")).toMatchObject({
				kind: "failed",
				status: { name: "RESOURCE_EXHAUSTED" },
			});
		expect(answered).toBe(2);
	});

	it("sends bytes that are no message fails", async () => {
		const channel = await reflecting(["v1"], (_request, stream) =>
			stream.write(Buffer.from([0xff])),
		);
		expect(await listServices(channel, limits)).toMatchObject({
			kind: "failed",
			status: { name: "INTERNAL" },
		});
	});

	it("refuses with a code that is none, or with OK, has refused", async () => {
		for (const errorCode of [0, 99, -1]) {
			const channel = await reflecting(["v1"], (_request, stream) =>
				say(stream, {
					case: "errorResponse",
					value: {
						$typeName: "grpc.reflection.v1.ErrorResponse",
						errorCode,
						errorMessage: "no",
					},
				}),
			);
			expect(await listServices(channel, limits)).toMatchObject({
				kind: "refused",
				status: { name: "UNKNOWN" },
			});
		}
	});

	it("does not answer names with a leading dot is asked for one of them", async () => {
		const asked: unknown[] = [];
		const channel = await reflecting(["v1"], ({ messageRequest }, stream) => {
			asked.push(messageRequest.value);
			if (`${messageRequest.value}`.startsWith(".")) return;
			say(stream, {
				case: "errorResponse",
				value: {
					$typeName: "grpc.reflection.v1.ErrorResponse",
					errorCode: status.NOT_FOUND,
					errorMessage: "no",
				},
			});
		});
		const reflection = openReflection(taking(channel), { deadlineMs: 200 });
		for (const name of ["a.A", "a.B", "a.C"])
			expect(await reflection.allExtensionNumbers(name)).toMatchObject({
				kind: "refused",
			});
		expect(asked).toEqual(["a.A", ".a.A", "a.B", "a.C"]);
		reflection.close();
	});

	it("gives extension numbers", async () => {
		const channel = await reflecting(["v1"], (request, stream) => {
			if (request.messageRequest.case === "fileContainingExtension")
				return say(
					stream,
					files(`ext ${request.messageRequest.value.extensionNumber}`),
				);
			say(stream, {
				case: "allExtensionNumbersResponse",
				value: {
					$typeName: "grpc.reflection.v1.ExtensionNumberResponse",
					baseTypeName: "a.B",
					extensionNumber: [100, 101],
				},
			});
		});
		const reflection = openReflection(taking(channel), limits);
		expect(await reflection.allExtensionNumbers("a.B")).toEqual({
			kind: "extensions",
			numbers: [100, 101],
		});
		expect(await reflection.fileContainingExtension("a.B", 100)).toMatchObject({
			files: [Buffer.from("ext 100")],
		});
		reflection.close();
	});
});
