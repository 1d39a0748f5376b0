import { delimiter, resolve } from "node:path";
import { PluginError } from "../../errors.ts";
import { isExecutable } from "../../executable-file.ts";

/**
 * Asserts that a program exists before a cluster is started for it. On Windows it leaves the check to the system.
 * @throws PluginError `usage`
 */
export async function requireProgram(
	program: string,
	{ PATH }: NodeJS.ProcessEnv,
): Promise<void> {
	if (process.platform === "win32" || PATH === undefined) return;
	const files = program.includes("/")
		? [program]
		: PATH.split(delimiter).map((folder) => resolve(folder, program));
	for (const file of files) if (await isExecutable(file)) return;
	throw notStarted(program);
}

/** Returns the error for a command that cannot be started. */
export function notStarted(program: string, cause?: unknown): PluginError {
	return new PluginError("usage", `"${program}" cannot be started`, {
		cause,
		hint: ["what follows -- is a program and its arguments, found on PATH"],
	});
}
