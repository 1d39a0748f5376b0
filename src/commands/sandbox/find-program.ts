import { delimiter, resolve } from "node:path";
import { PluginError } from "../../errors.ts";
import { isExecutable } from "../../executable-file.ts";

/**
 * Sees that a program is there before a cluster is made for it. What Windows takes for a program is left to Windows.
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

/** The error for a command that does not begin. */
export function notStarted(program: string, cause?: unknown): PluginError {
	return new PluginError("usage", `"${program}" cannot be started`, {
		cause,
		hint: ["what follows -- is a program and its arguments, found on PATH"],
	});
}
