import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import {
	link,
	mkdir,
	readdir,
	readFile,
	symlink,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it, onTestFinished } from "vitest";
import {
	placeIn,
	writeProtoFiles,
	writeProtoset,
} from "../../../../src/schema/export/write-schema.ts";
import { protosetSource } from "../../../../src/schema/protoset/protoset-source.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { lookWhile } from "../../look-while.ts";
import {
	descriptor,
	fakeSession,
	service,
} from "../reflection/fake-session.ts";

const folder = temporaryFolder(afterAll);

const schemaOf = (name: string, comment = "") =>
	reflectionSource(
		fakeSession([
			descriptor({
				name,
				sourceCodeInfo: { location: [{ leadingComments: comment }] },
				package: "a",
				syntax: "proto3",
				messageType: [{ name: "M" }],
				service: [service("S", ".a.M", ".a.M")],
			}),
		]),
	).schemaOf("a.S");

it("writes a protoset that is read again", async () => {
	const schema = await schemaOf("a/b.proto");
	const path = join(folder, "deep/out.binpb");
	await writeProtoset(schema, path);
	const again = await protosetSource([path]).schemaOf("a.S");
	expect(again.files).toEqual(schema.files);
});

it("a protoset is whole whenever it is seen: the process may end at any moment", async () => {
	const schema = await schemaOf("a/b.proto", "x".repeat(12 * 1024 * 1024));
	const path = join(folder, "large.binpb");
	const sizes = new Set<number>();
	await lookWhile(writeProtoset(schema, path), () => {
		if (existsSync(path)) sizes.add(statSync(path).size);
	});
	sizes.add(statSync(path).size);
	expect(sizes.size).toBe(1);
});

it.skipIf(process.platform === "win32")(
	"a pipe is waited for, and gets the whole protoset",
	async () => {
		const schema = await schemaOf("a/b.proto");
		const [pipe, file] = [join(folder, "pipe"), join(folder, "file.binpb")];
		execFileSync("mkfifo", [pipe]);
		const writing = writeProtoset(schema, pipe);
		const got = await readFile(pipe);
		await writing;
		await writeProtoset(schema, file);
		expect(got).toEqual(await readFile(file));
	},
);

it("writes proto files where imports look for them", async () => {
	expect(await writeProtoFiles(await schemaOf("a/b.proto"), folder)).toEqual(
		[],
	);
	expect(await readFile(join(folder, "a/b.proto"), "utf8")).toContain(
		"service S {",
	);
});

it("writes side by side into folders that are not there yet", async () => {
	const schema = await schemaOf("a/b/c.proto");
	const out = join(folder, "shared", "out");
	await Promise.all(
		Array.from({ length: 8 }, () => writeProtoFiles(schema, out)),
	);
	expect(existsSync(join(out, "a/b/c.proto"))).toBe(true);
});

it("makes the folders that a protoset is to be in", async () => {
	const path = join(folder, "new", "deep", "set.binpb");
	await writeProtoset(await schemaOf("a/b.proto"), path);
	expect((await readFile(path)).length).toBeGreaterThan(0);
});

it.runIf(existsSync("/proc/self"))(
	"ends where no folder can be made",
	async () => {
		const writing = writeProtoset(
			await schemaOf("a/b.proto"),
			"/proc/none/set.binpb",
		);
		await expect(writing).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringContaining("cannot be written"),
		});
	},
);

// Windows says of such a path only that there is none.
it.skipIf(process.platform === "win32").each(["", "deeper"])(
	"says that %j leads through a file",
	async (below) => {
		const file = join(folder, "file");
		await writeFile(file, "");
		const writing = writeProtoFiles(
			await schemaOf("a/b.proto"),
			join(file, below),
		);
		await expect(writing).rejects.toMatchObject({
			code: "bad-input",
			message: `--proto-out-dir: ${join(file, below, "a/b.proto")} cannot be written: its path leads through a file`,
		});
	},
);

it("writes nothing outside the folder", async () => {
	const schema = await schemaOf("../escaped.proto");
	expect(await writeProtoFiles(schema, join(folder, "in"))).toEqual([
		{ name: "../escaped.proto", reason: "no-place" },
	]);
	await expect(readFile(join(folder, "escaped.proto"))).rejects.toThrow(
		"ENOENT",
	);
});

it("overwrites nothing that it has just written, where the file system takes two names for one", async () => {
	const out = temporaryFolder(onTestFinished);
	await writeFile(join(out, "b.proto"), "");
	await link(join(out, "b.proto"), join(out, "B.proto"));
	const names = ["b.proto", "B.proto"];
	const files = names.map((name, index) =>
		descriptor({
			name,
			package: `p${index}`,
			messageType: [{ name: "M" }],
			service: [service("S", `.p${index}.M`, `.p${index}.M`)],
		}),
	);
	const schema = await reflectionSource(fakeSession(files)).everything();
	expect(await writeProtoFiles(schema, out)).toEqual([
		{ name: "B.proto", reason: "same-file" },
	]);
	expect(await readFile(join(out, "b.proto"), "utf8")).toContain("package p0;");
});

it.skipIf(process.platform === "win32").each([
	["in the file's place", "linked.proto", "linked.proto"],
	["on the way to it", "linked", "linked/b.proto"],
])("writes through no link %s", async (_, link, name) => {
	const out = temporaryFolder(onTestFinished);
	const outside = join(temporaryFolder(onTestFinished), "outside");
	await mkdir(outside);
	await symlink(
		name === link ? join(outside, "b.proto") : outside,
		join(out, link),
	);
	expect(await writeProtoFiles(await schemaOf(name), `${out}/`)).toEqual([
		{ name, reason: "no-place" },
	]);
	expect(await readdir(outside)).toEqual([]);
});

it.each([
	"../x.proto",
	"/etc/x.proto",
	"a/../../x.proto",
	"a//x.proto",
	"",
	".",
	"..",
	"C:\\x.proto",
	"..\\x.proto",
	"a\0b.proto",
	"a\u001b[2J.proto",
	".bashrc",
	".git/config",
	"Makefile",
	"a.proto/../.profile",
	".proto/.envrc",
	"CON",
])("refuses the name %j", (name) => {
	expect(placeIn(folder, name)).toBeUndefined();
});
