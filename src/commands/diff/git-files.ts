import { mkdirSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { PluginError } from "../../errors.ts";
import { createPrivateFolder } from "../../private-folder.ts";
import { contentsOf, listProtos } from "./git-tree.ts";

/** The most .proto files of a folder. A user who names a folder with more has named the wrong one. */
const MOST_FILES = 5_000;

/** Copies of folders at a git revision. The caller removes them after reading. */
type GitFolders = {
	/** The path of each copy, by the folder as the caller named it. */
	readonly copies: ReadonlyMap<string, string>;
	readonly remove: () => Promise<void>;
};

/**
 * Copies the .proto files that folders had at a revision to a temporary folder. It does not touch the working tree.
 * @throws PluginError `bad-input` where git, the repository, the revision or the folder is missing
 */
export async function foldersAtRevision(
	revision: string,
	folders: readonly string[],
	signal: AbortSignal,
): Promise<GitFolders> {
	if (revision.startsWith("-"))
		throw new PluginError("usage", `--proto-git: ${revision} is no revision`);
	const { path: root, remove } = createPrivateFolder("proto");
	try {
		const copies = new Map<string, string>();
		for (const [index, folder] of folders.entries()) {
			const copy = join(root, String(index));
			await copyFolder(revision, folder, copy, signal);
			copies.set(folder, copy);
		}
		return { copies, remove };
	} catch (caught) {
		await remove();
		throw caught;
	}
}

async function copyFolder(
	revision: string,
	folder: string,
	copy: string,
	signal: AbortSignal,
): Promise<void> {
	mkdirSync(copy, { recursive: true });
	const cwd = await nearestFolder(folder);
	const inside = relative(cwd, resolve(folder)).split(sep).join("/");
	const protos = await listProtos(revision, inside, { cwd, signal });
	if (protos.length > MOST_FILES)
		throw new PluginError(
			"bad-input",
			`${folder} has ${protos.length} .proto files at ${revision}: more than ${MOST_FILES}`,
			{ hint: ["name a folder further in with --import-path"] },
		);
	for (const { name, content } of await contentsOf(protos, { cwd, signal })) {
		const path = resolve(copy, relative(inside, name));
		// A name in a git tree may lead out of the folder.
		if (!path.startsWith(copy + sep)) continue;
		// A write in the background could make a file while the end of the process removes the folder.
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, content);
	}
}

/** Returns the folder, or the nearest parent that still exists: git needs an existing folder to run in. */
async function nearestFolder(folder: string): Promise<string> {
	const path = resolve(folder);
	const found = await stat(path).catch(() => undefined);
	return found?.isDirectory() || dirname(path) === path
		? path
		: nearestFolder(dirname(path));
}
