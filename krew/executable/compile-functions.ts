// Compiles functions of a bundle without running them, and writes V8's code cache: compile-functions.ts BUNDLE FUNCTIONS
// CACHE.
import { readFileSync, writeFileSync } from "node:fs";
import { type Debugger, Session } from "node:inspector";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const [bundle = "", functions = "", cache = ""] = process.argv.slice(2);
// V8 stores the file name in the cache too, so it is no path of this machine.
const filename = "kubectl-grpc.js";
const code = readFileSync(bundle, "latin1");
const lineStarts = [
	0,
	...Array.from(code.matchAll(/\n/g), ({ index }) => index + 1),
];

// V8 stores in each function how many garbage collections it has gone unused for, and their timing varies. The flag is reset
// before the cache is made, because V8 refuses a cache made with other flags than its own.
setFlagsFromString("--no-flush-bytecode");
const session = new Session();
session.connect();
const ids = new Map<string, string>();
session.on("Debugger.scriptParsed", ({ params }) =>
	ids.set(params.url, params.scriptId),
);
session.post("Debugger.enable");
const script = new Script(code, { filename });
script.runInThisContext();
const scriptId = ids.get(filename) ?? "";
for (const [start, end] of outermostFirst(
	JSON.parse(readFileSync(functions, "utf8")),
))
	compile(position(start), position(Math.min(start + 1, end)));
session.disconnect();
setFlagsFromString("--flush-bytecode");
writeFileSync(cache, script.createCachedData());

/** Sorts ranges so that an outer function comes first: V8 knows a function only after it has compiled the one around it. */
function outermostFirst(
	ranges: readonly [number, number][],
): readonly [number, number][] {
	return ranges.toSorted(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd);
}

/** Makes V8 compile a function: it can list the possible breakpoints of compiled code only. */
function compile(start: Debugger.Location, end: Debugger.Location): void {
	const where = { start, end, restrictToFunction: true };
	session.post("Debugger.getPossibleBreakpoints", where, (error) => {
		if (error !== null) throw error;
	});
}

function position(offset: number): Debugger.Location {
	let [first, last] = [0, lineStarts.length - 1];
	while (first < last) {
		const middle = Math.ceil((first + last) / 2);
		if ((lineStarts[middle] ?? 0) <= offset) first = middle;
		else last = middle - 1;
	}
	const columnNumber = offset - (lineStarts[first] ?? 0);
	return { scriptId, lineNumber: first, columnNumber };
}
