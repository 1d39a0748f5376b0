// Runs a bundle several times in one process and keeps what V8 has compiled: warm-up.ts BUNDLE CACHE RUNS, the last in JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const [bundle = "", cache = "", runs = "[]"] = process.argv.splice(2);
const script = new Script(readFileSync(bundle, "latin1"));
const start = script.runInThisContext();
for (const args of JSON.parse(runs)) {
	process.argv.splice(2, Infinity, ...args);
	await start(createRequire(bundle), { url: pathToFileURL(bundle).href });
}
writeFileSync(cache, script.createCachedData());
// A run's exit status tells of a cluster that is not there.
process.exit(0);
