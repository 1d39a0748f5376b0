import { describe, expect, it } from "vitest";
import { nonGrpcStatus } from "../../../../src/grpc/non-grpc-answer.ts";
import type { ReflectionSession } from "../../../../src/grpc/reflection.ts";
import { headersTooLong } from "../../../../src/grpc/request-headers.ts";
import { serverStatus } from "../../../../src/grpc/status.ts";
import { unaskedEncoding } from "../../../../src/grpc/unasked-encoding.ts";
import { createOwnDescriptions } from "../../../../src/schema/reflection/own-services.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import {
	descriptor,
	failed,
	fakeSession,
	fields,
	nested,
	refused,
	service,
} from "./fake-session.ts";
import { common, users } from "./users-files.ts";

describe("a server with flaws", () => {
	const schemaOf = (
		files: readonly Uint8Array[],
		overrides: Partial<ReflectionSession> = {},
	) => reflectionSource(fakeSession(files, overrides)).schemaOf("shop.Users");

	it("puts a placeholder where an import is missing whose types are used", async () => {
		const { registry, problems } = await schemaOf([users()]);
		expect(problems).toEqual([
			{ kind: "missing-import", file: "users.proto", import: "common.proto" },
		]);
		const user = registry.getMessage("shop.User");
		expect(user?.fields[0]?.message?.typeName).toBe("shop.Money");
	});

	it("does without an import that gives only custom options", async () => {
		const file = users({ dependency: ["common.proto", "options.proto"] });
		const { problems, files } = await schemaOf([file, common]);
		expect(problems).toEqual([
			{ kind: "missing-import", file: "users.proto", import: "options.proto" },
		]);
		expect(files).toEqual([common, file]);
	});

	it("finds types whose file has another path on the server", async () => {
		const elsewhere = descriptor({
			name: "protos/shop/common.proto",
			package: "shop",
			messageType: [{ name: "Money", field: fields({ in: ".shop.Money" }) }],
		});
		const { registry, problems } = await schemaOf([users(), elsewhere]);
		expect(problems).toEqual([]);
		expect(registry.getMessage("shop.Money")?.fields).toHaveLength(1);
	});

	it("keeps files that it was not asked for, and asks for them no more", async () => {
		const session = fakeSession([], {
			fileContainingSymbol: async () => ({
				kind: "files",
				files: [users(), common],
			}),
		});
		await reflectionSource(session).schemaOf("shop.Users");
		expect(session.asked).toEqual(["symbol shop.Users"]);
	});

	it("has our own google/protobuf, whether the server has it or not", async () => {
		const file = users({
			dependency: ["google/protobuf/timestamp.proto", "common.proto"],
			messageType: [
				{ name: "User", field: fields({ at: ".google.protobuf.Timestamp" }) },
				{ name: "Query" },
			],
		});
		const odd = descriptor({
			name: "google/protobuf/timestamp.proto",
			package: "google.protobuf",
			messageType: [{ name: "Timestamp" }],
		});
		for (const files of [[file], [file, odd]]) {
			const { registry } = await schemaOf([...files, common]);
			const [at] = registry.getMessage("shop.User")?.fields ?? [];
			expect(at?.message?.fields.map(({ name }) => name)).toEqual([
				"seconds",
				"nanos",
			]);
		}
	});

	it("takes the server's google.rpc before our own", async () => {
		const status = descriptor({
			name: "rpc/status.proto",
			package: "google.rpc",
			messageType: [{ name: "Status" }],
		});
		const { registry } = await schemaOf([
			users({ dependency: ["common.proto", "rpc/status.proto"] }),
			common,
			status,
		]);
		expect(registry.getMessage("google.rpc.Status")?.fields).toEqual([]);
		expect(registry.getMessage("google.rpc.RetryInfo")).toBeDefined();
	});

	it("finds what its server knows by no name in the files of the services", async () => {
		const file = users({ dependency: ["common.proto", "level.proto"] });
		const level = descriptor({
			name: "level.proto",
			package: "shop.level",
			enumType: [{ name: "Level", value: [{ name: "LOW", number: 0 }] }],
		});
		const fake = fakeSession([file, common, level]);
		const session: ReflectionSession = {
			...fake,
			fileContainingSymbol: async (symbol) =>
				/level/i.test(symbol) ? refused : fake.fileContainingSymbol(symbol),
		};
		for (const symbol of ["shop.level.Level", "shop.level.LOW"]) {
			const { registry } = await reflectionSource(session).schemaOf(symbol);
			expect(registry.getEnum("shop.level.Level")?.values).toHaveLength(1);
		}
		await expect(
			reflectionSource(session).schemaOf("shop.level.Levl"),
		).rejects.toMatchObject({
			code: "symbol",
			hint: ["did you mean shop.level.Level?"],
		});
	});

	it("is not asked for its services on account of a member that a message has not", async () => {
		const session = fakeSession([users(), common]);
		await expect(
			reflectionSource(session).schemaOf("shop.Money.no_such"),
		).rejects.toMatchObject({ code: "symbol" });
		expect(session.asked).not.toContain("symbol shop.Users");
	});

	it("says when a listed service is not described", async () => {
		const source = reflectionSource(
			fakeSession([users(), common], {
				listServices: async () => ({
					kind: "listed",
					services: ["shop.Users", "shop.Gone"],
					version: "v1",
				}),
			}),
		);
		const { problems, services } = await source.everything();
		expect(services).toEqual(["shop.Gone", "shop.Users"]);
		expect(problems).toEqual([
			{
				kind: "undescribed-service",
				service: "shop.Gone",
				reason: "NOT_FOUND: File not found",
			},
		]);
		for (const symbol of ["shop.Gone", "shop.Gone/Get"])
			await expect(source.schemaOf(symbol)).rejects.toMatchObject({
				code: "schema",
				message:
					"the server lists shop.Gone and cannot describe it: NOT_FOUND: File not found",
				quoted: "File not found",
			});
	});

	describe("that lists health and does not describe it, as C++ does", () => {
		const health = "grpc.health.v1.Health";
		const sourceOf = (services: readonly string[], told?: string[]) =>
			reflectionSource(
				fakeSession([users(), common], {
					listServices: async () => ({
						kind: "listed",
						services,
						version: "v1",
					}),
				}),
				undefined,
				told && createOwnDescriptions((line) => void told.push(line)),
			);
		const line =
			"grpc.health.v1.Health is described as gRPC declares it: the server lists it and does not describe it";

		it.each([health, `${health}/Check`, "grpc.health.v1.HealthCheckRequest"])(
			"has gRPC's own description of %s, and says so once",
			async (symbol) => {
				const told: string[] = [];
				const source = sourceOf([health], told);
				const { registry } = await source.schemaOf(symbol);
				expect(registry.getService(health)?.methods).not.toHaveLength(0);
				await source.schemaOf(health);
				expect(told).toEqual([line]);
			},
		);

		it("has it among everything", async () => {
			const told: string[] = [];
			const source = sourceOf(["shop.Users", health], told);
			const { registry, problems } = await source.everything();
			expect(registry.getService(health)).toBeDefined();
			expect(problems).toEqual([]);
			expect(told).toEqual([line]);
		});

		it("has none where schemas are compared", async () => {
			await expect(sourceOf([health]).schemaOf(health)).rejects.toMatchObject({
				code: "schema",
				hint: [expect.stringContaining("--proto")],
			});
		});

		it("has none where the server, as grpc-java, only does not find an enum of it", async () => {
			const type = `${health}CheckResponse.ServingStatus`;
			const response = { name: "HealthCheckResponse" };
			const theirs = descriptor({
				name: "theirs.proto",
				package: "grpc.health.v1",
				messageType: [{ ...response, enumType: [{ name: "ServingStatus" }] }],
				service: [{ name: "Health" }],
			});
			const told: string[] = [];
			const source = reflectionSource(
				fakeSession([theirs], {
					fileContainingSymbol: async (symbol) =>
						symbol === type ? refused : { kind: "files", files: [theirs] },
				}),
				undefined,
				createOwnDescriptions((line) => void told.push(line)),
			);
			const { registry } = await source.schemaOf(type);
			expect(told).toEqual([]);
			expect(registry.getService(health)?.file.name).toBe("theirs");
		});

		it("has none of a service that is not listed", async () => {
			const told: string[] = [];
			await expect(
				sourceOf(["shop.Users"], told).schemaOf(health),
			).rejects.toMatchObject({ code: "symbol" });
			expect(told).toEqual([]);
		});
	});

	it("says when it answers other names than asked", async () => {
		const other: ReflectionSession["fileContainingSymbol"] = async () => ({
			kind: "files",
			files: [common],
		});
		await expect(
			schemaOf([users(), common], { fileContainingSymbol: other }),
		).rejects.toMatchObject({
			code: "schema",
			message:
				"the server lists shop.Users and cannot describe it: it sent other files: common.proto",
		});
	});

	it("says when there is no reflection", async () => {
		const listServices = async () => failed("12", "unknown service");
		const source = reflectionSource(
			fakeSession([], { listServices, fileContainingSymbol: listServices }),
		);
		for (const asked of [source.services(), source.schemaOf("shop.Users")])
			await expect(asked).rejects.toMatchObject({
				code: "schema",
				message: "the server has no reflection: UNIMPLEMENTED: unknown service",
				hint: [
					"turn reflection on in the server, or give the schema with --proto or --protoset",
				],
			});
	});

	it("says of reflection that refuses every question that it is there, and what nestjs-grpc-reflection lacks", async () => {
		const refuse = async () =>
			({
				kind: "refused",
				status: serverStatus(
					"12",
					"Unimplemented method for request: undefined",
					undefined,
				),
			}) as const;
		const source = reflectionSource(
			fakeSession([], { listServices: refuse, fileContainingSymbol: refuse }),
		);
		for (const asked of [
			source.services(),
			source.schemaOf("shop.Users"),
			source.schemaOf("shop.Users/Get"),
		])
			await expect(asked).rejects.toMatchObject({
				code: "schema",
				hint: [
					expect.stringMatching(/^its reflection .* oneofs: true/),
					expect.stringContaining("--proto"),
				],
			});
	});

	it("says of reflection without a list that it is there", async () => {
		const source = reflectionSource(
			fakeSession([users(), common], {
				listServices: async () => ({
					kind: "refused",
					status: serverStatus("12", "not here", undefined),
				}),
			}),
		);
		await expect(source.services()).rejects.toMatchObject({
			hint: [
				"the server has reflection, and refuses this question",
				expect.stringContaining("--proto"),
			],
		});
		await expect(source.schemaOf("shop.Usrs")).rejects.toMatchObject({
			code: "symbol",
		});
	});

	it.each([
		["a space", "proto: not found"],
		[
			"a space that does not break, as half of all builds",
			"proto:\u00a0not found",
		],
	])(
		"says of a Go server that lists what it cannot describe that gogo/protobuf may be why, whose words have %s",
		async (_, words) => {
			const session = fakeSession([], {
				listServices: async () => ({
					kind: "listed",
					services: ["thanos.Store"],
					version: "v1",
				}),
				fileContainingSymbol: async () => ({
					kind: "refused",
					status: serverStatus("5", words, undefined),
				}),
			});
			for (const symbol of ["thanos.Store", "thanos.Store/Series"])
				await expect(
					reflectionSource(session).schemaOf(symbol),
				).rejects.toMatchObject({
					code: "schema",
					message: `the server lists thanos.Store and cannot describe it: NOT_FOUND: ${words}`,
					hint: [
						expect.stringMatching(/gogo\/protobuf/),
						expect.stringContaining("--proto"),
					],
				});
		},
	);

	it("says of Envoy's bare UNIMPLEMENTED that it may have no route", async () => {
		const listServices = async () => failed("12", "");
		const source = reflectionSource(fakeSession([], { listServices }));
		await expect(source.services()).rejects.toMatchObject({
			hint: [
				expect.stringContaining("--proto"),
				expect.stringContaining("without a route"),
			],
		});
	});

	it("says of a compression that was not offered what files do not change", async () => {
		const status = unaskedEncoding("zstd");
		const listServices = async () => ({ kind: "failed" as const, status });
		const source = reflectionSource(fakeSession([], { listServices }));
		await expect(source.services()).rejects.toMatchObject({
			message: expect.stringContaining('compressed with "zstd"'),
			hint: [expect.stringContaining("grpc-accept-encoding")],
		});
	});

	it.each([
		[404, ["a Connect server that does not have"]],
		[401, ["instead of the server", "-H 'authorization"]],
		[502, ["not speak HTTP/2 to it"]],
	])(
		"says of HTTP's %d who may have given it, and what to do",
		async (httpStatus, hints) => {
			const answer = { httpStatus, contentType: "text/plain", location: "" };
			const listServices = async () => ({
				kind: "failed" as const,
				status: nonGrpcStatus(answer, "a page"),
			});
			const source = reflectionSource(fakeSession([], { listServices }));
			await expect(source.services()).rejects.toMatchObject({
				hint: [...hints, "--proto"].map((hint) =>
					expect.stringContaining(hint),
				),
			});
		},
	);

	it("says of metadata that is over the server's limit to leave some out: files would not help the call", async () => {
		const listServices = async () => ({
			kind: "failed" as const,
			status: headersTooLong(9506, 8192),
		});
		const source = reflectionSource(fakeSession([], { listServices }));
		await expect(source.services()).rejects.toMatchObject({
			hint: ["-H goes with reflection, too: leave some of it out"],
		});
	});

	it("is given up when it lists more services than are worth asking for", async () => {
		const services = Array.from({ length: 20_001 }, (_, n) => `p.S${n}`);
		const session = fakeSession([], {
			listServices: async () => ({ kind: "listed", services, version: "v1" }),
		});
		await expect(reflectionSource(session).everything()).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/no end/),
		});
		expect(session.asked).toHaveLength(20_000);
	});

	it("is given up when it never ends sending files", async () => {
		const link = (n: number) =>
			descriptor({ name: `${n}.proto`, dependency: [`${n + 1}.proto`] });
		await expect(
			schemaOf([users({ dependency: ["0.proto"] })], {
				fileByFilename: async (name) => ({
					kind: "files",
					files: [link(Number.parseInt(name, 10))],
				}),
			}),
		).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/no end/),
		});
	});

	it("is given up when there is no end to what it declares", async () => {
		const large = (n: number) =>
			descriptor({
				name: `${n}.proto`,
				dependency: [`${n + 1}.proto`],
				enumType: [
					{
						name: `E${n}`,
						value: Array.from({ length: 100_000 }, (_, at) => ({
							name: `V${at}`,
							number: at,
						})),
					},
				],
			});
		await expect(
			schemaOf([users({ dependency: ["0.proto"] })], {
				fileByFilename: async (name) => ({
					kind: "files",
					files: [large(Number.parseInt(name, 10))],
				}),
			}),
		).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/no end/),
		});
	});

	it("is given up when there is no end to its comments", async () => {
		const leadingComments = "n".repeat(15_000_000);
		const large = (n: number) =>
			descriptor({
				name: `${n}.proto`,
				dependency: [`${n + 1}.proto`],
				sourceCodeInfo: { location: [{ leadingComments }] },
			});
		const names: string[] = [];
		await expect(
			schemaOf([users({ dependency: ["0.proto"] })], {
				fileByFilename: async (name) => {
					if (names.push(name) > 20) return failed("4", "too many");
					return { kind: "files", files: [large(Number.parseInt(name, 10))] };
				},
			}),
		).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/no end/),
		});
	});

	it("may send a file again with every answer", async () => {
		const messageType = Array.from({ length: 30_000 }, (_, at) => ({
			name: `M${at}`,
		}));
		const large = descriptor({ name: "large.proto", messageType });
		const names = Array.from({ length: 10 }, (_, at) => `${at}.proto`);
		const { problems } = await schemaOf([users({ dependency: names })], {
			fileByFilename: async (name) => ({
				kind: "files",
				files: [large, descriptor({ name })],
			}),
		});
		expect(problems).toEqual([]);
	});

	it("is given up when it stops answering", async () => {
		await expect(
			schemaOf([users()], { fileByFilename: async () => failed("4", "late") }),
		).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/stopped.*late/),
		});
	});

	it("may send imports in a circle, as Elixir's does for messages that use each other", async () => {
		const circle = descriptor({
			name: "common.proto",
			package: "shop",
			dependency: ["users.proto"],
			messageType: [{ name: "Money", field: fields({ of: ".shop.User" }) }],
		});
		const { registry, problems } = await schemaOf([users(), circle]);
		expect(problems).toEqual([]);
		const user = registry.getMessage("shop.User");
		expect(user?.field["balance"]?.message?.field["of"]?.message).toBe(user);
		expect(user?.file.dependencies).toEqual([registry.getFile("common.proto")]);
	});

	it("may send a file that imports itself, as Elixir's does for a message that uses itself", async () => {
		const file = users({ dependency: ["users.proto", "common.proto"] });
		const { registry, problems } = await schemaOf([file, common]);
		expect(problems).toEqual([]);
		const own = registry.getFile("users.proto");
		expect(own?.dependencies[0]).toBe(own);
	});

	it("cannot blow the stack with messages in messages", async () => {
		const deep = nested("common.proto", 10_000);
		await expect(
			schemaOf([], {
				fileContainingSymbol: async () => ({ kind: "files", files: [deep] }),
			}),
		).rejects.toMatchObject({ code: "symbol" });
		const { problems } = await schemaOf([users()], {
			fileByFilename: async () => ({ kind: "files", files: [deep] }),
		});
		expect(problems).toContainEqual({
			kind: "unusable-file",
			file: "common.proto",
			reason: "it nests more than 100 deep",
		});
	});

	it("leaves out a file that contradicts itself, and keeps the rest", async () => {
		const broken = descriptor({
			name: "common.proto",
			package: "shop",
			messageType: [
				{
					name: "Money",
					field: [{ name: "a", number: 1, type: 5, label: 1, oneofIndex: 7 }],
				},
			],
		});
		const { registry, problems } = await schemaOf([users(), broken]);
		expect(problems.map(({ kind }) => kind)).toEqual([
			"unusable-file",
			"missing-import",
		]);
		expect(registry.getService("shop.Users")).toBeDefined();
	});

	it("may write type names from where they are, as protobufjs does, and leave out kinds", async () => {
		const file = users({
			messageType: [
				{
					name: "User",
					field: [{ name: "balance", number: 1, typeName: "Money", label: 1 }],
				},
				{ name: "Query" },
			],
			service: [service("Users", "Query", "shop.User")],
		});
		const { registry } = await schemaOf([file, common]);
		const [balance] = registry.getMessage("shop.User")?.fields ?? [];
		expect(balance?.message?.typeName).toBe("shop.Money");
	});

	it("may name a type that cannot be", async () => {
		await expect(
			schemaOf([
				users({
					messageType: [
						{ name: "Query" },
						{ name: "User", field: fields({ x: ".a b\u001b" }) },
					],
				}),
				common,
			]),
		).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(/cannot be/),
		});
	});

	it("may refuse everything", async () => {
		await expect(
			schemaOf([], { fileContainingSymbol: async () => refused }),
		).rejects.toMatchObject({ code: "symbol" });
	});
});
