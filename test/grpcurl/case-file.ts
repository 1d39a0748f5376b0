// The corpus is text. A case is one line, written as a person would type it.
//
//   SERVER [NAME=VALUE…] GRPCURL-ARGUMENTS… [<<< TEXT | < FILE]
//     ours: OUR-ARGUMENTS…
//     differs: ID…
//
// SERVER is a server of servers.ts, `nobody` for an address where none listens, or `-` for no address. Words are quoted as in a
// shell: '…' as it stands, $'…' with \n, \t, \e, \xHH, \\ and \'. A word may begin with $NAME, a folder or file that the runner
// knows.
import type { ServerName } from "./servers.ts";
import { SERVERS } from "./servers.ts";

/** One question to both programs. */
export type Case = {
	/** `file:line`, to find it by. */
	readonly place: string;
	/** The line as it is written. */
	readonly text: string;
	readonly server: ServerName | "nobody" | undefined;
	readonly environment: Readonly<Record<string, string>>;
	readonly grpcurl: readonly string[];
	/** Our flags and arguments, without subcommand and target. They replace the translated ones. */
	readonly ours: readonly string[] | undefined;
	readonly stdin:
		| { readonly kind: "text"; readonly text: string }
		| { readonly kind: "file"; readonly path: string }
		| { readonly kind: "none" };
	/** The keys of the expected differences, see differences.ts. */
	readonly differs: readonly string[];
};

/** Folders and files by name, for `$NAME`. */
export type Variables = Readonly<Record<string, string>>;

/** Reads a file of cases. Throws for a line that is no case. */
export function parseCases(file: string, text: string): readonly Case[] {
	const cases: Case[] = [];
	for (const [index, line] of text.split("\n").entries()) {
		const place = `${file}:${index + 1}`;
		const continuation = /^\s+(ours|differs): (.*)$/.exec(line);
		if (/^\s*(#.*)?$/.test(line)) continue;
		const last = cases.at(-1);
		if (continuation === null) cases.push(parseCase(place, line));
		else if (last) cases[cases.length - 1] = extended(last, continuation);
	}
	return cases;
}

function extended(last: Case, [, key, value = ""]: RegExpExecArray): Case {
	return key === "ours"
		? { ...last, ours: words(value) }
		: { ...last, differs: value.trim().split(" ") };
}

function parseCase(place: string, line: string): Case {
	const [command = "", here] = splitInput(line);
	const [server = "", ...rest] = words(command);
	if (server !== "-" && !isServer(server))
		throw new Error(`${place}: there is no server ${server}`);
	const count = rest.findIndex((word) => !/^[A-Z_]+=/.test(word));
	const assignments = rest.slice(0, Math.max(count, 0));
	return {
		place,
		text: line,
		server: isServer(server) ? server : undefined,
		environment: Object.fromEntries(
			assignments.map((word) => [
				word.slice(0, word.indexOf("=")),
				word.slice(word.indexOf("=") + 1),
			]),
		),
		grpcurl: rest.slice(assignments.length),
		ours: undefined,
		stdin: here ?? { kind: "none" },
		differs: [],
	};
}

function isServer(name: string): name is ServerName | "nobody" {
	return Object.hasOwn(SERVERS, name) || name === "nobody";
}

function splitInput(line: string): [string, Case["stdin"]?] {
	const text = / <<< (.*)$/.exec(line);
	if (text)
		return [
			line.slice(0, text.index),
			{ kind: "text", text: words(text[1] ?? "").join(" ") },
		];
	const file = / < (\S+)$/.exec(line);
	if (file)
		return [
			line.slice(0, file.index),
			{ kind: "file", path: words(file[1] ?? "").join("") },
		];
	return [line];
}

const PIECE = /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|([^\s']+)|(\s+)/gsy;

function words(text: string): readonly string[] {
	const found: string[] = [];
	let word: string | undefined;
	for (const [, escaped, quoted, bare, space] of text.matchAll(PIECE)) {
		if (space !== undefined) {
			if (word !== undefined) found.push(word);
			word = undefined;
		} else word = (word ?? "") + piece(escaped, quoted, bare);
	}
	return word === undefined ? found : [...found, word];
}

function piece(
	escaped: string | undefined,
	quoted: string | undefined,
	bare: string | undefined,
): string {
	return escaped === undefined ? (quoted ?? bare ?? "") : withEscapes(escaped);
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	t: "\t",
	e: "\x1b",
};

function withEscapes(text: string): string {
	return text.replace(
		/\\(?:x([0-9a-f]{2})|(.))/gs,
		(_, hex: string | undefined, character: string) =>
			hex === undefined
				? (ESCAPES[character] ?? character)
				: String.fromCharCode(Number.parseInt(hex, 16)),
	);
}

/** Replaces the `$NAME` at the start of a word. Throws for an unknown name. */
export function fillIn(word: string, variables: Variables): string {
	return word.replace(/^\$([A-Z]+)/, (_, name: string) => {
		const value = variables[name];
		if (value === undefined) throw new Error(`$${name} is not known`);
		return value;
	});
}
