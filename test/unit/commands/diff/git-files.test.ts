import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { DIFF_FLAGS } from "../../../../src/commands/diff/command.ts";
import { foldersAtRevision } from "../../../../src/commands/diff/git-files.ts";
import { diffFacts, sidesOf } from "../../../../src/commands/diff/source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const { signal } = new AbortController();

const THEN = "package pkg; service Then {}";
const NOW = "package pkg; service Now {}";

/** Makes a repository with one commit of proto/pkg/a.proto and of more files. proto/pkg/a.proto has changed since. */
function repository(more: Readonly<Record<string, string>> = {}): string {
	const root = temporaryFolder(onTestFinished);
	mkdirSync(join(root, "proto/pkg"), { recursive: true });
	writeFileSync(join(root, "proto/pkg/a.proto"), THEN);
	for (const [name, bytes] of Object.entries(more))
		writeFileSync(join(root, name), bytes, "latin1");
	commitAll(root);
	writeFileSync(join(root, "proto/pkg/a.proto"), NOW);
	return root;
}

function commitAll(root: string): void {
	const git = (...words: readonly string[]) =>
		execFileSync("git", ["-C", root, ...words], { stdio: "ignore" });
	git("init");
	git("add", ".");
	git(
		"-c",
		"user.name=test",
		"-c",
		"user.email=test@example.com",
		"commit",
		"-m",
		"first",
	);
}

test("files as they were, and gone when they have been read", async () => {
	const folder = join(repository(), "proto");
	const { copies, remove } = await foldersAtRevision("HEAD", [folder], signal);
	const copy = join(copies.get(folder) ?? "", "pkg/a.proto");
	expect(readFileSync(copy, "utf8")).toBe(THEN);
	expect(readFileSync(join(folder, "pkg/a.proto"), "utf8")).toBe(NOW);
	await remove();
	expect(existsSync(copy)).toBe(false);
});

test("files keep their bytes, whatever they are called and however many there are", async () => {
	const names = Array.from({ length: 20 }, (_, at) => `proto/${at}.proto`);
	const odd = "proto/with a space.proto";
	const more = Object.fromEntries(names.map((name) => [name, `// ${name}\n`]));
	const root = repository({ ...more, [odd]: "// \xff\n\n" });
	const trace = join(temporaryFolder(onTestFinished), "trace");
	vi.stubEnv("GIT_TRACE", trace);
	onTestFinished(() => void vi.unstubAllEnvs());
	const folder = join(root, "proto");
	const { copies, remove } = await foldersAtRevision("HEAD", [folder], signal);
	const read = (name: string) =>
		readFileSync(join(copies.get(folder) ?? "", name.slice(6)));
	expect(read(odd).toString("latin1")).toBe("// \xff\n\n");
	for (const name of names) expect(read(name).toString()).toBe(more[name]);
	expect(readFileSync(trace, "utf8").match(/built-in: git/g)).toHaveLength(2);
	await remove();
});

test.each(["HEAD", ":/first", "HEAD^{/first}"])(
	"links are followed within the revision %s",
	async (revision) => {
		const root = temporaryFolder(onTestFinished);
		mkdirSync(join(root, "shared/more"), { recursive: true });
		mkdirSync(join(root, "proto"));
		writeFileSync(join(root, "shared/real.proto"), THEN);
		writeFileSync(join(root, "shared/more/b.proto"), THEN);
		mkdirSync(join(root, "third"));
		writeFileSync(join(root, "third/c.proto"), THEN);
		symlinkSync("../third", join(root, "shared/third"));
		symlinkSync("real.proto", join(root, "shared/same.proto"));
		symlinkSync("..", join(root, "shared/more/up"));
		const links = {
			"a.proto": "../shared/real.proto",
			"again and again.proto": "a.proto",
			dir: "../shared",
			self: ".",
			"elsewhere.proto": "/etc/passwd",
			"outside.proto": "../../outside.proto",
			"gone.proto": "nothing.proto",
			"loop.proto": "loop.proto",
			"z.proto": "dir/more/b.proto",
		};
		for (const [name, target] of Object.entries(links))
			symlinkSync(target, join(root, "proto", name));
		commitAll(root);
		rmSync(join(root, "shared"), { recursive: true });
		const folder = join(root, "proto");
		const { copies, remove } = await foldersAtRevision(
			revision,
			[folder],
			signal,
		);
		const copy = copies.get(folder) ?? "";
		const names = readdirSync(copy, { recursive: true }).map(String);
		const protos = names.filter((name) => name.endsWith(".proto"));
		expect(protos.toSorted()).toEqual(
			[
				"a.proto",
				"again and again.proto",
				join("dir", "more", "b.proto"),
				join("dir", "real.proto"),
				join("dir", "same.proto"),
				join("dir", "third", "c.proto"),
				"z.proto",
			].toSorted(),
		);
		for (const name of protos)
			expect(readFileSync(join(copy, name), "utf8")).toBe(THEN);
		await remove();
	},
);

test.each(["absolute", "relative"])(
	"from a hook of git, which names the repository (%s)",
	async (kind) => {
		const root = repository();
		vi.stubEnv("GIT_DIR", kind === "absolute" ? join(root, ".git") : ".git");
		onTestFinished(() => void vi.unstubAllEnvs());
		const folder = join(root, "proto");
		const { copies, remove } = await foldersAtRevision(
			"HEAD",
			[folder],
			signal,
		);
		const copy = join(copies.get(folder) ?? "", "pkg/a.proto");
		expect(readFileSync(copy, "utf8")).toBe(THEN);
		await remove();
	},
);

test("files and links of a bare repository are copied", async () => {
	const root = repository();
	symlinkSync("a.proto", join(root, "proto/pkg/b.proto"));
	commitAll(root);
	const bare = join(temporaryFolder(onTestFinished), "bare.git");
	execFileSync("git", ["clone", "--bare", root, bare], { stdio: "ignore" });
	const folder = join(bare, "proto");
	const { copies, remove } = await foldersAtRevision("HEAD", [folder], signal);
	const names = readdirSync(join(copies.get(folder) ?? "", "pkg"));
	expect(names.toSorted()).toEqual(["a.proto", "b.proto"]);
	await remove();
});

test("a machine without git is told as such", async () => {
	const root = repository();
	vi.stubEnv("PATH", temporaryFolder(onTestFinished));
	onTestFinished(() => void vi.unstubAllEnvs());
	const reading = foldersAtRevision("HEAD", [root], signal);
	await expect(reading).rejects.toMatchObject({
		code: "bad-input",
		message: "--proto-git: there is no git",
	});
});

test("a folder that is gone since the revision is copied", async () => {
	const root = repository();
	rmSync(join(root, "proto"), { recursive: true });
	const folder = join(root, "proto/pkg");
	const { copies, remove } = await foldersAtRevision("HEAD", [folder], signal);
	const copy = join(copies.get(folder) ?? "", "a.proto");
	expect(readFileSync(copy, "utf8")).toBe(THEN);
	await remove();
});

describe("files are named as they are without a revision", () => {
	const servicesThen = async (...argv: readonly string[]) => {
		const given = ["deploy/a", "--proto-git=HEAD", ...argv];
		const args = parseArguments(given, DIFF_FLAGS);
		const noCluster = () => Promise.reject(new Error("no cluster"));
		const run = { signal, env: {}, stderr: { write() {} } };
		const facts = diffFacts(args, sidesOf(args), noCluster, run);
		const { value } = await facts.next();
		return value?.kind === "files" ? value.schema.services : value;
	};
	const FILE = "proto/pkg/a.proto";

	test.each<[string, (root: string) => readonly string[]]>([
		[
			"under the import path",
			(root) => [`--import-path=${root}/proto`, "--proto=pkg/a.proto"],
		],
		[
			"into the import path",
			(root) => {
				const folder = relative(".", root);
				return [`--import-path=${folder}/proto`, `--proto=${folder}/${FILE}`];
			},
		],
		[
			"absolute",
			(root) => [`--import-path=${root}/proto`, `--proto=${root}/${FILE}`],
		],
	])("%s", async (_, argv) => {
		expect(await servicesThen(...argv(repository()))).toEqual(["pkg.Then"]);
	});

	test("and looked for in places that people know", async () => {
		const root = repository();
		const files = [`--import-path=${root}/proto`, "--proto=none.proto"];
		await expect(servicesThen(...files)).rejects.toMatchObject({
			message: "--proto: there is no file none.proto",
			hint: [
				`looked for ${root}/proto/none.proto`,
				"--import-path names another folder",
			],
		});
	});
});

test.each(["nope", "--output=x"])("%s is no revision", async (revision) => {
	const reading = foldersAtRevision(revision, [repository()], signal);
	await expect(reading).rejects.toThrow("--proto-git");
});

test("a folder that is in no repository", async () => {
	const folder = temporaryFolder(onTestFinished);
	const reading = foldersAtRevision("HEAD", [folder], signal);
	await expect(reading).rejects.toMatchObject({
		message: expect.stringContaining("--proto-git"),
		hint: [
			`--import-path names a folder of the repository; ${folder} is in none`,
		],
	});
});
