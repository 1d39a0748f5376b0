// Runs a bundle several times in one process and keeps what V8 has compiled: warm-up.ts BUNDLE CACHE RUNS, the last in JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const [bundle = "", cache = "", runs = "[]"] = process.argv.splice(2);
// V8 notes on its code how many collections of garbage it has gone unused for, and those come when they come. The flag is put
// back before the code is kept, for V8 refuses code of other flags than its own.
setFlagsFromString("--no-flush-bytecode");
const script = new Script(readFileSync(bundle, "latin1"));
const start = script.runInThisContext();
for (const args of JSON.parse(runs)) {
	process.argv.splice(2, Infinity, ...args);
	await start(createRequire(bundle), { url: pathToFileURL(bundle).href });
}
setFlagsFromString("--flush-bytecode");
writeFileSync(cache, script.createCachedData());
// A run's exit status tells of a cluster that is not there.
process.exit(0);
