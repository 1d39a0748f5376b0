import { PluginError } from "../../errors.ts";
import { type GitOptions, git } from "./git.ts";

/** A file of a revision: its name, and the id of its content. */
type Blob = { readonly id: string; readonly name: string };

/** An entry of a tree: `100644 blob ID<tab>NAME`. */
type Entry = Blob & { readonly mode: string };

/** The mode of a symbolic link. The blob of a link is its target (gitformat-index). */
const LINK_MODE = "120000";
/** The most folders behind links: each takes a git command. */
const MOST_LINKED_FOLDERS = 64;

/** Returns the .proto files that a folder had at a revision. A file behind a link has a name that begins with the link's. */
export async function listProtos(
	revision: string,
	folder: string,
	where: GitOptions,
): Promise<readonly Blob[]> {
	const tree = ["ls-tree", "-r", "-z", revision, `./${folder}`];
	const entries = entriesOf(await git(tree, where));
	const links = entries.filter(isLink);
	const linked =
		links.length === 0 ? [] : await followLinks(revision, links, where);
	return [...entries, ...linked].filter(isProto);
}

function isLink({ mode }: Entry): boolean {
	return mode === LINK_MODE;
}

function isProto(entry: Entry): boolean {
	return !isLink(entry) && entry.name.endsWith(".proto");
}

/** Parses the output of `git ls-tree -z`. */
function entriesOf(listing: Buffer): readonly Entry[] {
	return listing
		.toString()
		.split("\0")
		.flatMap((line) => {
			const [, mode, id, name] = /^(\d+) blob (\S+)\t(.*)$/s.exec(line) ?? [];
			return mode === undefined || id === undefined || name === undefined
				? []
				: [{ mode, id, name }];
		});
}

/** A link, and the trees behind the links that lead to it. */
type Link = { readonly name: string; readonly within: ReadonlySet<string> };

/** Returns the files that links point to within the revision, and the files of folders that they point to. It does not follow a cycle. */
async function followLinks(
	revision: string,
	links: readonly Entry[],
	where: GitOptions,
): Promise<readonly Entry[]> {
	if (links.length === 0) return [];
	const place = await revisionPrefix(revision, where);
	const found: Entry[] = [];
	let folders = 0;
	let left: readonly Link[] = links.map(({ name }) => ({
		name,
		within: new Set(),
	}));
	while (left.length > 0) {
		const inner: Link[] = [];
		for (const { name, within, end } of await endsOf(place, left, where)) {
			if (end?.kind === "blob") found.push({ mode: "", id: end.id, name });
			if (end?.kind !== "tree" || within.has(end.id)) continue;
			if (++folders > MOST_LINKED_FOLDERS) continue;
			const tree = ["ls-tree", "-r", "-z", "--full-tree", end.id];
			const listed = entriesOf(await git(tree, where)).map((entry) => ({
				...entry,
				name: `${name}/${entry.name}`,
				within: new Set([...within, end.id]),
			}));
			found.push(...listed);
			inner.push(...listed.filter(isLink));
		}
		left = inner;
	}
	return found;
}

/** Returns the prefix with which a name in git's folder is found in the revision. */
async function revisionPrefix(
	revision: string,
	where: GitOptions,
): Promise<string> {
	// `REVISION:./NAME` needs a working tree, and in the revision `:/TEXT` everything after `:/` is text.
	const places = ["rev-parse", "--show-prefix", revision];
	const [folder, id] = (await git(places, where)).toString().split("\n");
	return `${id}:${folder}`;
}

/** Returns what links point to. */
async function endsOf(
	place: string,
	links: readonly Link[],
	where: GitOptions,
): Promise<readonly (Link & { readonly end: LinkEnd | undefined })[]> {
	// The input has one name on each line.
	const asked = links.filter(({ name }) => !name.includes("\n"));
	const input = asked.map(({ name }) => `${place}${name}\n`).join("");
	const check = ["cat-file", "--batch-check", "--follow-symlinks"];
	const ends = endsIn(await git(check, { ...where, input }));
	return asked.map((link, index) => ({ ...link, end: ends[index] }));
}

type LinkEnd = { readonly id: string; readonly kind: "blob" | "tree" };

/**
 * Parses `git cat-file --batch-check --follow-symlinks`: lines `ID TYPE BYTES` or `NAME missing`, or `symlink BYTES` and then so
 * many bytes.
 */
function endsIn(said: Buffer): readonly (LinkEnd | undefined)[] {
	const ends: (LinkEnd | undefined)[] = [];
	for (let at = 0; at < said.length; ) {
		const past = said.indexOf("\n", at) + 1 || said.length;
		const line = said.toString("latin1", at, past).trimEnd();
		const [, id, kind] = /^([0-9a-f]+) (blob|tree) \d+$/.exec(line) ?? [];
		const isEnd = id !== undefined && (kind === "blob" || kind === "tree");
		ends.push(isEnd ? { id, kind } : undefined);
		const more = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(line)?.[1];
		at = past + (more === undefined ? 0 : Number(more) + 1);
	}
	return ends;
}

/** Returns the contents of files. `git cat-file --batch` prints each as `ID blob BYTES`, a newline, the bytes, a newline. */
export async function contentsOf(
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
