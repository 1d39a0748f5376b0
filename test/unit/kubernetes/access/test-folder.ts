import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, onTestFinished } from "vitest";
import { temporaryFolder } from "../../../temporary-folder.ts";

/** A folder that lives for one test. */
type TestFolder = {
	path(name?: string): string;
	/** Writes a file, with its folders, and returns its path. */
	write(name: string, content: string | object, mode?: number): string;
};

/** Gives each test of the file a new folder. */
export function useFolder(): TestFolder {
	let root = "";
	beforeEach(() => {
		root = temporaryFolder(onTestFinished);
	});
	const path = (name = "") => join(root, name);
	return {
		path,
		write: (name, content, mode = 0o600) => {
			mkdirSync(dirname(path(name)), { recursive: true });
			const text =
				typeof content === "string" ? content : JSON.stringify(content);
			writeFileSync(path(name), text, { mode });
			return path(name);
		},
	};
}
