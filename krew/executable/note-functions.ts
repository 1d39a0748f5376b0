// Runs a bundle several times in one process and notes which of its functions were called, as [start, end] offsets:
// note-functions.ts BUNDLE FUNCTIONS RUNS, where RUNS is JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const [bundle = "", functions = "", runs = "[]"] = process.argv.splice(2);
const filename = "kubectl-grpc.js";
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: false });

// The plugin ends its process when a run is over. Here the next run must follow, so exit does nothing.
const exit = process.exit;
Object.assign(process, { exit() {} });
const script = new Script(readFileSync(bundle, "latin1"), { filename });
const start = script.runInThisContext();
for (const args of JSON.parse(runs)) {
	process.argv.splice(2, Infinity, ...args);
	await start(createRequire(bundle), { url: pathToFileURL(bundle).href });
	if (process.exitCode !== 0)
		throw new Error(`${args.join(" ")} ended with ${process.exitCode}`);
}

const { result } = await session.post("Profiler.takePreciseCoverage");
const covered = result.find(({ url }) => url === filename)?.functions ?? [];
const called = covered
	.flatMap(({ ranges: [whole] }) => whole ?? [])
	.filter(({ count }) => count > 0)
	.map(({ startOffset, endOffset }) => [startOffset, endOffset]);
if (called.length === 0) throw new Error("nothing of the bundle has run");
writeFileSync(functions, JSON.stringify(called));
exit.call(process, 0);
