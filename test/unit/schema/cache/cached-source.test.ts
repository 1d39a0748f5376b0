import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import {
	chmod,
	chown,
	mkdir,
	readdir,
	readFile,
	rename,
	stat,
	symlink,
	truncate,
	utimes,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { ReflectionSession } from "../../../../src/grpc/reflection.ts";
import {
	cachedSource,
	type Listing,
} from "../../../../src/schema/cache/cached-source.ts";
import { schemaSlot } from "../../../../src/schema/cache/slot.ts";
import { createOwnDescriptions } from "../../../../src/schema/reflection/own-services.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { sharedSchemaBuilder } from "../../../../src/schema/source/schema-builder.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { lookWhile } from "../../look-while.ts";
import {
	descriptor,
	fakeSession,
	fields,
	refused,
	service,
} from "../reflection/fake-session.ts";

let root = "";
let folder = "";
beforeEach(() => {
	root = temporaryFolder(onTestFinished);
	folder = join(root, "kubectl-grpc", "schema");
});

const types = descriptor({
	name: "types.proto",
	package: "shop",
	messageType: [
		{ name: "User" },
		{ name: "Order", field: fields({ user: ".shop.User" }) },
	],
});
const users = descriptor({
	name: "users.proto",
	package: "shop",
	dependency: ["types.proto"],
	service: [service("Users", ".shop.User", ".shop.User")],
});
const orders = descriptor({
	name: "orders.proto",
	package: "shop",
	dependency: ["types.proto"],
	service: [service("Orders", ".shop.Order", ".shop.Order")],
});
const ALL = [types, users, orders];

const slot = (key = "a", maxTotalBytes?: number) =>
	schemaSlot({
		folder,
		key: [key],
		...(maxTotalBytes === undefined ? {} : { maxTotalBytes }),
	});
/** Returns what a run asks for, with a server of its own. */
function run(
	files: readonly Uint8Array[] = ALL,
	key = "a",
	overrides: Partial<ReflectionSession> = {},
	listing: Listing = "served",
	builder = sharedSchemaBuilder(),
) {
	const questions: string[] = [];
	const told: string[] = [];
	const ownDescriptions = createOwnDescriptions((line) => told.push(line));
	const inner = fakeSession(files, overrides);
	const session: ReflectionSession = {
		...inner,
		listServices: () => {
			questions.push("list");
			return inner.listServices();
		},
	};
	return {
		source: cachedSource(
			reflectionSource(session, builder, ownDescriptions),
			slot(key),
			{ builder, listing, ownDescriptions },
		),
		told,
		questions: () => [...questions, ...inner.asked],
	};
}
const entryPath = async () => join(folder, (await readdir(folder))[0] ?? "");

describe("the pods of one build", () => {
	const schemasOf = async (pods: readonly ReturnType<typeof run>[]) => {
		const [first, ...others] = await Promise.all(
			pods.map(({ source }) => source.schemaOf("shop.Users")),
		);
		for (const other of others) expect(other).toBe(first);
		return pods.flatMap(({ questions }) => questions());
	};
	const pods = () => {
		const builder = sharedSchemaBuilder();
		return ["a", "a", "b"].map((key) => run(ALL, key, {}, "served", builder));
	};

	it("have one schema, which is decoded and linked once, sent or kept", async () => {
		expect(await schemasOf(pods())).toContain("symbol shop.Users");
		expect(await schemasOf(pods())).toEqual([]);
	});

	it("have it whichever of them has it from the cache", async () => {
		await run(ALL, "a").source.schemaOf("shop.Users");
		expect(await schemasOf(pods())).toContain("symbol shop.Users");
	});
});

describe("a second run", () => {
	it("says as the first one that health is described in the server's place, where that is asked for", async () => {
		const health = "grpc.health.v1.Health";
		const again = () =>
			run(ALL, "a", {
				listServices: async () => ({
					kind: "listed",
					services: [health, "shop.Users"],
				}),
			});
		const line = [expect.stringContaining(`${health} is described as gRPC`)];
		const [first, second, users, all] = [again(), again(), again(), again()];
		await first.source.schemaOf(`${health}/Check`);
		expect(first.told).toEqual(line);
		await second.source.schemaOf(health);
		expect(second.questions()).toEqual([]);
		expect(second.told).toEqual(line);
		await users.source.schemaOf("shop.Users");
		expect(users.told).toEqual([]);
		await all.source.everything();
		expect(all.told).toEqual(line);
	});

	it.each(["shop.Users", "shop.Users/Get", ".shop.Users.Get"])(
		"asks nothing for %s",
		async (symbol) => {
			const first = await run().source.schemaOf("shop.Users/Get");
			const second = run();
			const schema = await second.source.schemaOf(symbol);
			expect(second.questions()).toEqual([]);
			expect(schema.files).toEqual(first.files);
			expect(schema.services).toEqual(["shop.Orders", "shop.Users"]);
			expect(schema.registry.getService("shop.Users")?.methods).toHaveLength(1);
		},
	);

	it("asks for the list of services, and for no file, when it wants everything", async () => {
		await run().source.everything();
		const second = run();
		const schema = await second.source.everything();
		expect(second.questions()).toEqual(["list"]);
		expect(schema.registry.getService("shop.Orders")).toBeDefined();
		expect(schema.files).toHaveLength(3);
	});

	it("asks nothing at all where the list that is kept will do", async () => {
		const quick = () => run(ALL, "a", {}, "kept");
		const first = quick();
		await first.source.everything();
		expect(first.questions()).toContain("list");
		const second = quick();
		expect(await second.source.services()).toEqual([
			"shop.Orders",
			"shop.Users",
		]);
		expect((await second.source.everything()).files).toHaveLength(3);
		expect(second.questions()).toEqual([]);
	});

	it("asks for what the first did not need, and keeps both", async () => {
		await run().source.schemaOf("shop.Users");
		const second = run();
		await second.source.schemaOf("shop.Orders");
		expect(second.questions()).toContain("symbol shop.Orders");
		const third = run();
		for (const symbol of ["shop.Users", "shop.Orders"])
			await third.source.schemaOf(symbol);
		await third.source.everything();
		expect(third.questions()).toEqual(["list"]);
	});

	it("of another server finds nothing", async () => {
		await run().source.schemaOf("shop.Users");
		const other = run(ALL, "b");
		await other.source.schemaOf("shop.Users");
		expect(other.questions()).not.toEqual([]);
	});

	it("asks for a message, whose extensions a service need not have", async () => {
		await run().source.schemaOf("shop.Users");
		const second = run();
		await second.source.schemaOf("shop.Order");
		expect(second.questions()).toContain("symbol shop.Order");
	});
});

describe("an entry", () => {
	it("is dropped when the server lists other services", async () => {
		await run().source.everything();
		const second = run([types, users]);
		expect(await second.source.services()).toEqual(["shop.Users"]);
		expect(await readdir(folder)).toEqual([]);
		await second.source.schemaOf("shop.Users");
		expect(second.questions()).toContain("symbol shop.Users");
	});

	it("takes nothing over from one whose files are other ones now", async () => {
		await run().source.schemaOf("shop.Orders");
		const changed = descriptor({
			name: "types.proto",
			package: "shop",
			messageType: [{ name: "User" }, { name: "Order" }],
		});
		await run([changed, users, orders]).source.schemaOf("shop.Users");
		const third = run([changed, users, orders]);
		await third.source.schemaOf("shop.Orders");
		expect(third.questions()).toContain("symbol shop.Orders");
	});

	it("is not made of a schema with a service that its server does not describe", async () => {
		await run(ALL, "a", {
			fileContainingSymbol: async () => refused,
		}).source.everything();
		expect(await slot().read()).toBeUndefined();
	});

	it("is gone when it is removed", async () => {
		await run().source.schemaOf("shop.Users");
		await slot().remove();
		expect(await slot().read()).toBeUndefined();
	});

	it.each<[string, (path: string) => Promise<void>]>([
		["empty", (path) => truncate(path, 0)],
		["truncated", (path) => truncate(path, 60)],
		["other bytes", (path) => writeFile(path, "x".repeat(200))],
		["larger than any", (path) => truncate(path, 17 * 1024 * 1024)],
		[
			"one bit wrong",
			async (path) => {
				const bytes = await readFile(path);
				bytes[50] = (bytes[50] ?? 0) ^ 1;
				await writeFile(path, bytes);
			},
		],
	])("that is broken is ignored and removed: %s", async (_, spoil) => {
		await run().source.schemaOf("shop.Users");
		await spoil(await entryPath());
		expect(await slot().read()).toBeUndefined();
		expect(await readdir(folder)).toEqual([]);
		await run().source.schemaOf("shop.Users");
		expect((await slot().read())?.symbols).toEqual(["shop.Users"]);
	});
});

describe("on disk", () => {
	it("entries are the user's own, and their names are hashes", async () => {
		await run().source.schemaOf("shop.Users");
		if (process.platform !== "win32") {
			expect((await stat(folder)).mode & 0o777).toBe(0o700);
			expect((await stat(await entryPath())).mode & 0o777).toBe(0o600);
		}
		expect(await readdir(folder)).toEqual([
			expect.stringMatching(/^[0-9a-f]{64}$/),
		]);
	});

	it("no draft of an entry is ever seen: the process may end at any moment", async () => {
		const names = Array.from(
			{ length: 50_000 },
			(_, index) => `shop.S${index}`,
		);
		await mkdir(folder, { recursive: true });
		const seen = new Set<string>();
		const writing = slot().write({
			services: names,
			symbols: [],
			files: [],
			described: [],
		});
		await lookWhile(writing, () => {
			for (const name of readdirSync(folder)) seen.add(name);
		});
		expect([...seen].filter((name) => name.includes("."))).toEqual([]);
	});

	it("writers at the same time leave one whole entry", async () => {
		const names = Array.from({ length: 20 }, (_, index) => `shop.S${index}`);
		await Promise.all(
			names.map((name) =>
				slot().write({
					services: names,
					symbols: [name],
					files: [],
					described: [],
				}),
			),
		);
		const entry = await slot().read();
		expect(names).toContain(entry?.symbols[0]);
		expect(await readdir(folder)).toHaveLength(1);
	});

	it("the oldest entries go when all together are too large", async () => {
		const entry = {
			services: ["x".repeat(1000)],
			symbols: [],
			files: [],
			described: [],
		};
		await slot("old").write(entry);
		await utimes(await entryPath(), 0, 0);
		await slot("new", 1500).write(entry);
		expect(await slot("old").read()).toBeUndefined();
		expect(await slot("new").read()).toEqual(entry);
	});

	it("nothing goes but entries: the folder may be a link to another", async () => {
		const entry = {
			services: ["x".repeat(1000)],
			symbols: [],
			files: [],
			described: [],
		};
		await slot("old").write(entry);
		const thesis = join(folder, "thesis.txt");
		await writeFile(thesis, "");
		await utimes(thesis, 0, 0);
		await utimes(await entryPath(), 0, 0);
		await slot("new", 1500).write(entry);
		expect(await slot("old").read()).toBeUndefined();
		expect(await readFile(thesis, "utf8")).toBe("");
	});

	describe.runIf(process.platform !== "win32")(
		"what stands in the place of an entry and is none",
		() => {
			const plants: readonly [
				string,
				(path: string) => Promise<unknown>,
				boolean,
			][] = [
				[
					"a pipe that nobody writes to",
					async (path) => execFileSync("mkfifo", [path]),
					true,
				],
				[
					"a link to one elsewhere",
					(path) => symlink(join(root, "elsewhere"), path),
					true,
				],
				["a link to a device", (path) => symlink("/dev/zero", path), true],
				[
					"one of another user",
					async (path) => {
						await rename(join(root, "elsewhere"), path);
						await chown(path, 65534, 65534);
					},
					process.getuid?.() === 0,
				],
			];
			for (const [what, plant, isPossible] of plants)
				it.runIf(isPossible)(`is not read: ${what}`, async () => {
					await run().source.schemaOf("shop.Users");
					const path = await entryPath();
					await rename(path, join(root, "elsewhere"));
					await plant(path);
					expect(await slot().read()).toBeUndefined();
					await run().source.schemaOf("shop.Users");
					expect((await slot().read())?.symbols).toEqual(["shop.Users"]);
				});
		},
	);

	it.each<[string, () => Promise<string>]>([
		[
			"whose parent is a file",
			async () => {
				await writeFile(join(root, "file"), "");
				return join(root, "file", "kubectl-grpc", "schema");
			},
		],
		[
			"that is a file",
			async () => {
				await mkdir(join(root, "kubectl-grpc"));
				await writeFile(folder, "");
				return folder;
			},
		],
		["below /proc", async () => "/proc/1/kubectl-grpc/schema"],
		[
			"in a home that is not there",
			async () => join(root, "none", ".cache", "kubectl-grpc", "schema"),
		],
	])("a folder that cannot be had is no error: one %s", async (_, make) => {
		const unusable = schemaSlot({ folder: await make(), key: ["a"] });
		await unusable.write({
			services: [],
			symbols: [],
			files: [],
			described: [],
		});
		expect(await unusable.read()).toBeUndefined();
		await unusable.remove();
	});

	it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
		"a folder without permission is no error",
		async () => {
			await chmod(root, 0o500);
			await slot().write({
				services: [],
				symbols: [],
				files: [],
				described: [],
			});
			expect(await slot().read()).toBeUndefined();
			await chmod(root, 0o700);
		},
	);
});
