import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../temporary-folder.ts";
import { BUF } from "../schema/build.ts";

/** Returns the generated files below a folder, by their paths in it. */
function generated(folder: string): Readonly<Record<string, string>> {
	const files = globSync("src/**/gen/**/*.ts", { cwd: folder }).toSorted();
	return Object.fromEntries(
		files.map((file) => [file, readFileSync(join(folder, file), "utf8")]),
	);
}

test("generated code matches its .proto files; npm run generate writes it again", () => {
	const folder = temporaryFolder(onTestFinished);
	const programs = resolve("node_modules/.bin");
	const env = {
		...process.env,
		PATH: `${programs}${delimiter}${process.env["PATH"]}`,
	};
	for (const template of globSync("src/**/buf.gen.yaml"))
		execFileSync(
			process.execPath,
			[BUF, "generate", "--template", template, "--output", folder],
			{ env, stdio: ["ignore", "pipe", "pipe"] },
		);
	expect(Object.keys(generated(folder)).length).toBeGreaterThan(5);
	expect(generated(folder)).toEqual(generated("."));
});
