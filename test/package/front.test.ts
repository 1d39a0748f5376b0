// The front is what an executable starts for help. It must answer as the whole plugin does, or hand over before it prints
// anything.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePlugin } from "../../krew/bundle.ts";
import { tag } from "../../krew/tag.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const run = promisify(execFile);
const folder = temporaryFolder(afterAll);
const starter = join(folder, "start.cjs");

const START = `
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");
const start = (name) =>
	new Script(readFileSync(__dirname + "/" + name, "latin1")).runInThisContext()(require, {
		url: "file:///kubectl-grpc",
		startWhole: () => process.stdout.write("handed over", () => process.exit()),
	});
start(process.env.SCRIPT);
`;

beforeAll(async () => {
	const bundle = await bundlePlugin(await tag());
	for (const name of ["front", "whole"] as const)
		writeFileSync(join(folder, name), bundle[name], "latin1");
	writeFileSync(starter, START);
});

/** Returns what a script prints, and its exit status. */
async function printed(script: "front" | "whole", line: string) {
	const args = line.split(" ").filter((word) => word !== "");
	const env = { PATH: process.env["PATH"], SCRIPT: script };
	const { stdout, stderr, code } = await run(
		process.execPath,
		[starter, ...args],
		{ env },
	).then(
		(ended) => ({ ...ended, code: 0 }),
		(failed) => failed,
	);
	return { stdout, stderr, code };
}

test.each([
	"",
	"--help",
	"help call",
	"health --help",
	"call -h",
	"helth --help",
	"help --nothing",
	"options",
	"help options",
	"explain",
	"explain KG102",
	"explain KG",
	"completion zsh",
	"completion bsh",
	"version --client",
])("%j is answered by the front, as by the whole", async (line) => {
	const front = await printed("front", line);
	expect(front.stdout + front.stderr).not.toBe("");
	expect(front).toEqual(await printed("whole", line));
});

test.each([
	"health deploy/user-service",
	"list --protoset nothing",
	"sandbox --scenario list",
	"version -o yaml",
	"__complete health deploy/u",
])("%j is handed over", async (line) => {
	expect(await printed("front", line)).toEqual({
		stdout: "handed over",
		stderr: "",
		code: 0,
	});
});
