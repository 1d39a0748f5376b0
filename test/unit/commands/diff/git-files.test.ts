import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { foldersAtRevision } from "../../../../src/commands/diff/git-files.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const { signal } = new AbortController();

/** A repository with one commit of proto/pkg/a.proto, which was changed since. */
function repository(): string {
	const root = temporaryFolder(onTestFinished);
	const git = (...words: readonly string[]) =>
		execFileSync("git", ["-C", root, ...words], { stdio: "ignore" });
	mkdirSync(join(root, "proto/pkg"), { recursive: true });
	writeFileSync(join(root, "proto/pkg/a.proto"), "then\n");
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
	writeFileSync(join(root, "proto/pkg/a.proto"), "now\n");
	return root;
}

test("files as they were, and gone when they have been read", async () => {
	const folder = join(repository(), "proto");
	const { folders, remove } = await foldersAtRevision("HEAD", [folder], signal);
	const copy = join(folders[0] ?? "", "pkg/a.proto");
	expect(readFileSync(copy, "utf8")).toBe("then\n");
	expect(readFileSync(join(folder, "pkg/a.proto"), "utf8")).toBe("now\n");
	await remove();
	expect(existsSync(copy)).toBe(false);
});

test.each(["nope", "--output=x"])("%s is no revision", async (revision) => {
	const reading = foldersAtRevision(revision, [repository()], signal);
	await expect(reading).rejects.toThrow("--proto-git");
});

test("a folder that is in no repository", async () => {
	const folder = temporaryFolder(onTestFinished);
	const reading = foldersAtRevision("HEAD", [folder], signal);
	await expect(reading).rejects.toThrow("--proto-git");
});
