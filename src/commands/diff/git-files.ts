import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { PluginError } from "../../errors.ts";

const run = promisify(execFile);

/** .proto files of a folder that are read; a repository with more has been pointed at by mistake. */
const MOST_FILES = 5_000;
/** All of them together. */
const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

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
	const root = await mkdtemp(join(tmpdir(), "kubectl-grpc-proto-"));
	const remove = () => rm(root, { recursive: true, force: true });
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
	const tree = ["ls-tree", "-r", "-z", revision, `./${inside}`];
	const protos = protosOf((await git(tree, { cwd, signal })).toString());
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

/** A file of a revision, and the id of what it holds. */
type Blob = { readonly id: string; readonly name: string };

/** The .proto files that `git ls-tree -z` lists: `100644 blob ID<tab>NAME`. */
function protosOf(listing: string): readonly Blob[] {
	return listing.split("\0").flatMap((line) => {
		const [, id, name] = /^\d+ blob (\S+)\t(.*\.proto)$/s.exec(line) ?? [];
		return id === undefined || name === undefined ? [] : [{ id, name }];
	});
}

/** What files hold, as `git cat-file --batch` gives it: `ID blob BYTES`, a newline, the bytes, a newline. */
async function contentsOf(
	blobs: readonly Blob[],
	where: GitOptions,
): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
	const input = blobs.map(({ id }) => `${id}\n`).join("");
	const all = await git(["cat-file", "--batch"], { ...where, input });
	let at = 0;
	return blobs.map(({ name }) => {
		const start = all.indexOf("\n", at) + 1;
		const header = all.toString("latin1", at, start).trimEnd();
		const size = / blob (\d+)$/.exec(header)?.[1];
		if (size === undefined)
			throw new PluginError("bad-input", `--proto-git: git has ${header}`);
		const end = start + Number(size);
		at = end + 1;
		return { name, content: all.subarray(start, end) };
	});
}

/** The folder, or where it is gone since, the nearest that it was in: git runs in one that is there. */
async function nearestFolder(folder: string): Promise<string> {
	const path = resolve(folder);
	const found = await stat(path).catch(() => undefined);
	return found?.isDirectory() || dirname(path) === path
		? path
		: nearestFolder(dirname(path));
}

type GitOptions = {
	readonly cwd: string;
	readonly signal: AbortSignal;
	/** What it is given on stdin. */
	readonly input?: string;
};

async function git(
	words: readonly string[],
	{ cwd, signal, input = "" }: GitOptions,
): Promise<Buffer> {
	try {
		const running = run("git", words, {
			cwd,
			signal,
			encoding: "buffer",
			maxBuffer: LARGEST_OUTPUT_BYTES,
		});
		// A git that has ended says why by its status.
		running.child.stdin?.on("error", () => undefined).end(input);
		return (await running).stdout;
	} catch (cause) {
		throw new PluginError("bad-input", `--proto-git: ${reasonOf(cause)}`, {
			cause,
			hint: [
				"it takes a commit, tag or branch of the repository that the --import-path folders are in",
			],
		});
	}
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	const said =
		"stderr" in cause && Buffer.isBuffer(cause.stderr)
			? cause.stderr.toString().trim().split("\n")[0]
			: "";
	return said === undefined || said === "" ? cause.message : said;
}
