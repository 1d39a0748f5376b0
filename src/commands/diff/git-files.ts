import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { PluginError } from "../../errors.ts";
import { createPrivateFolder } from "../../private-folder.ts";
import { contentsOf, listProtos } from "./git-tree.ts";

/** .proto files of a folder that are read; a repository with more has been pointed at by mistake. */
const MOST_FILES = 5_000;

/** Folders as they were at a git revision; to be removed when they have been read. */
type GitFolders = {
	/** Where what each folder held is now, by the folder as it was asked for. */
	readonly copies: ReadonlyMap<string, string>;
	readonly remove: () => Promise<void>;
};

/**
 * Writes the .proto files that folders had at a revision into a temporary folder. The working tree is not touched.
 * @throws PluginError `bad-input` where git, the repository, the revision or the folder is missing
 */
export async function foldersAtRevision(
	revision: string,
	folders: readonly string[],
	signal: AbortSignal,
): Promise<GitFolders> {
	if (revision.startsWith("-"))
		throw new PluginError("usage", `--proto-git: ${revision} is no revision`);
	const { path: root, remove } = await createPrivateFolder("proto");
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
	await mkdir(copy, { recursive: true });
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
		// A tree can be made to hold any name.
		if (!path.startsWith(copy + sep)) continue;
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, content);
	}
}

/** The folder, or where it is gone since, the nearest that it was in: git runs in one that is there. */
async function nearestFolder(folder: string): Promise<string> {
	const path = resolve(folder);
	const found = await stat(path).catch(() => undefined);
	return found?.isDirectory() || dirname(path) === path
		? path
		: nearestFolder(dirname(path));
}
