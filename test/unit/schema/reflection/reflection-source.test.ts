import { fileURLToPath } from "node:url";
import { Edition } from "@bufbuild/protobuf/wkt";
import { loadSync, type PackageDefinition } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { describe, expect, it, onTestFinished } from "vitest";
import { openReflection } from "../../../../src/grpc/reflection.ts";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { channelTo, grpcServer } from "../../grpc/servers.ts";
import { loadedInNode } from "../node-files.ts";
import { descriptor, failed, fakeSession, service } from "./fake-session.ts";
import { common, users } from "./users-files.ts";

describe("a server that answers as it should", () => {
	it("gives the file of a service and its imports, imports first", async () => {
		const session = fakeSession([users(), common]);
		const schema = await reflectionSource(session).schemaOf("shop.Users");
		expect(schema.problems).toEqual([]);
		expect(schema.services).toEqual(["shop.Users"]);
		expect(schema.files).toEqual([common, users()]);
		const { input, output } = schema.registry.getService("shop.Users")
			?.methods[0] ?? { input: undefined, output: undefined };
		expect(input?.typeName).toBe("shop.Query");
		expect(output?.fields[0]?.message?.typeName).toBe("shop.Money");
	});

	it("is asked for each file once, whatever is wanted of it", async () => {
		const session = fakeSession([users(), common]);
		const source = reflectionSource(session);
		await source.schemaOf("shop.Users");
		await source.schemaOf(".shop.Users/Get");
		await source.schemaOf("shop.User");
		await source.everything();
		expect(session.asked).toEqual(["symbol shop.Users", "file common.proto"]);
	});

	it.each([
		"shop.Users",
		".shop.Users",
		"shop.Users.Get",
		"shop.Users/Get",
		"shop.User.balance",
		"google.protobuf.Timestamp",
		"google.rpc.BadRequest",
	])("finds %s", async (symbol) => {
		const source = reflectionSource(fakeSession([users(), common]));
		const { registry } = await source.schemaOf(symbol);
		expect(registry.getMessage("google.rpc.BadRequest")).toBeDefined();
		expect(registry.getMessage("google.protobuf.Timestamp")).toBeDefined();
	});

	it("names what was meant when reflection ends at an unknown symbol, as tonic's does", async () => {
		const { fileContainingSymbol, ...session } = fakeSession([users(), common]);
		const source = reflectionSource({
			...session,
			async fileContainingSymbol(symbol) {
				const answer = await fileContainingSymbol(symbol);
				return answer.kind === "refused"
					? failed("5", `symbol '${symbol}' not found`)
					: answer;
			},
		});
		await expect(source.schemaOf("shop.Usrs")).rejects.toMatchObject({
			code: "symbol",
			message: "the server knows nothing called shop.Usrs",
			hint: ["did you mean shop.Users?"],
		});
		await expect(source.schemaOf("shop.Users/Gett")).rejects.toMatchObject({
			code: "symbol",
		});
	});

	it("is asked for nothing more when it gives no answer in time", async () => {
		const late = async () => failed("4", "late");
		let lists = 0;
		const source = reflectionSource(
			fakeSession([], {
				fileContainingSymbol: late,
				listServices: () => {
					lists += 1;
					return late();
				},
			}),
		);
		await expect(source.schemaOf("shop.Users")).rejects.toMatchObject({
			message: "the server does not describe itself: DEADLINE_EXCEEDED: late",
		});
		expect(lists).toBe(0);
	});

	it("names what was meant when a symbol is unknown", async () => {
		const source = reflectionSource(fakeSession([users(), common]));
		await expect(source.schemaOf("shop.Usrs")).rejects.toMatchObject({
			code: "symbol",
			message: "the server knows nothing called shop.Usrs",
			hint: ["did you mean shop.Users?"],
		});
		await expect(source.schemaOf("Users")).rejects.toMatchObject({
			hint: ["did you mean shop.Users?"],
		});
	});

	it("gives extensions of the messages that a call may hold", async () => {
		const base = descriptor({
			name: "base.proto",
			package: "e",
			messageType: [
				{ name: "Open", extensionRange: [{ start: 100, end: 200 }] },
			],
			service: [service("S", ".e.Open", ".e.Open")],
		});
		const extension = descriptor({
			name: "extension.proto",
			package: "e",
			dependency: ["base.proto"],
			extension: [
				{ name: "note", number: 100, type: 9, label: 1, extendee: ".e.Open" },
			],
		});
		const { registry, files } = await reflectionSource(
			fakeSession([base, extension]),
		).schemaOf("e.S");
		expect(registry.getExtension("e.note")?.number).toBe(100);
		expect(files).toEqual([base, extension]);
		const without = await reflectionSource(
			fakeSession([base, extension], {
				allExtensionNumbers: async () => failed("12"),
			}),
		).schemaOf("e.S");
		expect(without.problems).toEqual([]);
	});

	it.each([Edition.EDITION_2023, Edition.EDITION_2024])(
		"links files of edition %s",
		async (edition) => {
			const file = users({ syntax: "editions", edition });
			const { registry } = await reflectionSource(
				fakeSession([file, common]),
			).schemaOf("shop.Users");
			expect(registry.getFile("users.proto")?.edition).toBe(edition);
		},
	);
});

describe("@grpc/reflection", () => {
	const protos = (name: string) =>
		fileURLToPath(new URL(name, import.meta.url));

	async function sourceFrom(definition: PackageDefinition) {
		const { port } = await grpcServer((server) =>
			new ReflectionService(definition).addToServer(server),
		);
		const channel = await channelTo(port);
		const session = openReflection(async () => channel, { deadlineMs: 4000 });
		onTestFinished(session.close);
		return reflectionSource(session);
	}

	async function schemaFrom(path: string, symbol: string) {
		const includeDirs = [protos("../../../proto")];
		const source = await sourceFrom(loadSync(path, { includeDirs }));
		return source.schemaOf(symbol);
	}

	it.each(["S", "S/Get", "M", "M.Part", "E"])(
		"describes %s, which is in no package",
		async (symbol) => {
			const definition = loadedInNode(temporaryFolder(onTestFinished), {
				"s.proto":
					'syntax = "proto3"; message M { Part part = 1; message Part {} } enum E { ZERO = 0; } service S { rpc Get(M) returns (M); }',
			});
			const source = await sourceFrom(definition);
			const { registry, services, problems } = await source.schemaOf(symbol);
			expect({ services, problems }).toEqual({ services: ["S"], problems: [] });
			expect(describeSymbol(registry, symbol)).toBeDefined();
			expect((await source.everything()).problems).toEqual([]);
		},
	);

	it("finds extensions that another package declares", async () => {
		const definition = loadedInNode(temporaryFolder(onTestFinished), {
			"s.proto":
				'syntax = "proto2"; package s; message M { extensions 100 to max; } service S { rpc Get(M) returns (M); }',
			"more.proto":
				'syntax = "proto2"; package more; import "s.proto"; extend s.M { optional string note = 100; }',
		});
		const source = await sourceFrom(definition);
		const { registry } = await source.schemaOf("s.S");
		expect(registry.getExtension("more.note")?.extendee.typeName).toBe("s.M");
	});

	it("describes a service", async () => {
		const { registry, problems } = await schemaFrom(
			protos("../../../proto/user.proto"),
			"user.UserService",
		);
		expect(problems).toEqual([]);
		expect([...registry].some(({ kind }) => kind === "service")).toBe(true);
	});

	it("describes grpc-health-check's file, whose map entry grpcurl refuses", async () => {
		const path = fileURLToPath(
			import.meta.resolve("grpc-health-check/proto/health/v1/health.proto"),
		);
		const { registry, problems } = await schemaFrom(
			path,
			"grpc.health.v1.Health",
		);
		expect(problems).toEqual([]);
		const [statuses] =
			registry.getMessage("grpc.health.v1.HealthListResponse")?.fields ?? [];
		expect(statuses?.fieldKind).toBe("map");
	});
});
