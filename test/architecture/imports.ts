// Checks that imports between rooms go down only. `npm run imports` prints each import that breaks the rule and fails.
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** The rooms from top to bottom. A file may import from its own room and from the rooms listed for it, and from FOUNDATION. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	main: ["table", "cli", "sandbox"],
	table: ["commands", "cli"],
	commands: ["cli", "render", "schema", "grpc", "kubernetes", "sandbox"],
	cli: ["render", "schema", "grpc", "kubernetes"],
	render: [],
	schema: ["grpc"],
	grpc: [],
	kubernetes: [],
	sandbox: [],
};

/** What every room may import: small rules that many rooms share, and that import nothing above them. CONTRIBUTING.md says what each is for. */
const FOUNDATION: readonly string[] = [
	"findings",
	"encrypted-key",
	"errors",
	"file-error",
	"whole-file",
	"executable-file",
	"abort",
	"nearest",
	"listed",
	"cut-text",
	"shell-word",
	"host-port",
	"percent-decode",
	"private-folder",
	"replace-file",
	"grpc-services",
	"client-version",
	"plugin-name",
	"redirect-target",
	"server-identity",
	"system-authorities",
	"turnstile",
	"micros",
	"age",
	"lent-terminal",
];

/** Those of FOUNDATION that the others of FOUNDATION may import. */
const GROUND: readonly string[] = [
	"errors",
	"file-error",
	"shell-word",
	"plugin-name",
];

/** Returns the room of a file under src: its first folder. A few files are rooms of their own. */
function roomOf(file: string): string {
	if (file.startsWith("src/cli/table.")) return "table";
	return (file.split("/")[1] ?? "").replace(/\.ts$/, "");
}

/** Returns the relative modules that a source text imports, statically, dynamically or as types. */
function importsOf(source: string): readonly string[] {
	const pattern = /(?:from\s+|import\s*\(\s*|import\s+)"(\.{1,2}\/[^"]+)"/g;
	return [...source.matchAll(pattern)].map((match) => match[1] ?? "");
}

function mayImport(from: string, to: string): boolean {
	if (from === to) return true;
	if (FOUNDATION.includes(to))
		return !FOUNDATION.includes(from) || GROUND.includes(to);
	return MAY_IMPORT[from]?.includes(to) ?? false;
}

/** Returns one line for each import that breaks the rule. Commands may not import each other either. */
export function violations(
	files: Readonly<Record<string, string>>,
): readonly string[] {
	const found: string[] = [];
	for (const [file, source] of Object.entries(files)) {
		for (const specifier of importsOf(source)) {
			const target = posix.join(posix.dirname(file), specifier);
			if (target === "package.json") continue;
			const [from, to] = [roomOf(file), roomOf(target)];
			const crossesCommands =
				from === "commands" &&
				to === "commands" &&
				file.split("/")[2] !== target.split("/")[2];
			if (crossesCommands || !mayImport(from, to)) {
				found.push(`${file} imports ${target}: ${from} may not import ${to}`);
			}
		}
	}
	return found;
}

if (import.meta.main) {
	const files = Object.fromEntries(
		globSync("src/**/*.{ts,tsx}").map((file) => [
			file.replaceAll("\\", "/"),
			readFileSync(file, "utf8"),
		]),
	);
	const found = violations(files);
	for (const line of found) console.error(line);
	console.error(
		`${Object.keys(files).length} files, ${found.length} imports that point up`,
	);
	process.exitCode = found.length === 0 ? 0 : 1;
}
