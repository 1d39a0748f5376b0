import { PluginError } from "../../errors.ts";
import { type GitOptions, git } from "./git.ts";

/** A file of a revision, and the id of what it holds. */
type Blob = { readonly id: string; readonly name: string };

/** An entry of a tree: `100644 blob ID<tab>NAME`. */
type Entry = Blob & { readonly mode: string };

/** The mode of a symbolic link, whose blob is where it leads (gitformat-index). */
const LINK_MODE = "120000";
/** Folders that links lead to are listed one by one. */
const MOST_LINKED_FOLDERS = 64;

/** The .proto files that a folder had at a revision, those that its links lead to by the names of the links. */
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

/** Listed by `git ls-tree -z`. */
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

/** A link, and the trees that it was found in by following others. */
type Link = { readonly name: string; readonly within: ReadonlySet<string> };

/** The files that links lead to within the revision, and those in the folders that they lead to. A link that leads back is not followed. */
async function followLinks(
	revision: string,
	links: readonly Entry[],
	where: GitOptions,
): Promise<readonly Entry[]> {
	if (links.length === 0) return [];
	const place = await placeOf(revision, where);
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

/** What stands before a name of the folder that git runs in, for it to be found in the revision. */
async function placeOf(revision: string, where: GitOptions): Promise<string> {
	// `REVISION:./NAME` is for working trees alone, and `:/TEXT` a revision that takes what is behind it for text.
	const places = ["rev-parse", "--show-prefix", revision];
	const [folder, id] = (await git(places, where)).toString().split("\n");
	return `${id}:${folder}`;
}

/** Where links lead to. */
async function endsOf(
	place: string,
	links: readonly Link[],
	where: GitOptions,
): Promise<readonly (Link & { readonly end: LinkEnd | undefined })[]> {
	// Names are given a line each.
	const asked = links.filter(({ name }) => !name.includes("\n"));
	const input = asked.map(({ name }) => `${place}${name}\n`).join("");
	const check = ["cat-file", "--batch-check", "--follow-symlinks"];
	const ends = endsIn(await git(check, { ...where, input }));
	return asked.map((link, index) => ({ ...link, end: ends[index] }));
}

type LinkEnd = { readonly id: string; readonly kind: "blob" | "tree" };

/** What `git cat-file --batch-check --follow-symlinks` says: `ID TYPE BYTES` a line, `symlink BYTES` and so many bytes, or `NAME missing`. */
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

/** What files hold, as `git cat-file --batch` gives it: `ID blob BYTES`, a newline, the bytes, a newline. */
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
