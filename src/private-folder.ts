import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PluginError } from "./errors.ts";
import { whyUnwritable } from "./file-error.ts";

/** A temporary folder that only this user can enter. */
export type PrivateFolder = {
	readonly path: string;
	remove(): Promise<void>;
};

/**
 * Creates a folder. It is also removed when the process ends without calling `remove`, unless the process is killed.
 * @param purpose a part of its name
 * @throws PluginError `bad-input` where temporary files cannot be written
 */
export function createPrivateFolder(purpose: string): PrivateFolder {
	const path = makeFolder(purpose);
	const options = { recursive: true, force: true, maxRetries: 3 };
	const removeNow = () => rmSync(path, options);
	process.once("exit", removeNow);
	return {
		path,
		remove: async () => {
			await rm(path, options);
			process.off("exit", removeNow);
		},
	};
}

/** Nothing is awaited between the making of the folder and the listener that removes it: the process may end meanwhile. */
function makeFolder(purpose: string): string {
	try {
		return mkdtempSync(join(tmpdir(), `kubectl-grpc-${purpose}-`));
	} catch (cause) {
		throw unusable(cause);
	}
}

function unusable(cause: unknown): PluginError {
	const variable = process.platform === "win32" ? "TEMP" : "TMPDIR";
	return new PluginError(
		"bad-input",
		`the folder of temporary files, ${tmpdir()}, ${whyUnwritable(cause)}`,
		{ cause, hint: [`${variable} names another`] },
	);
}
