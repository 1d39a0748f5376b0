import { PluginError } from "../../errors.ts";
import { findExecutable } from "../../executable-file.ts";

/**
 * The path of a program, looked for before a cluster is made for it. Without a PATH the system knows where programs are.
 * @throws PluginError `usage`
 */
export async function requireProgram(
	program: string,
	env: NodeJS.ProcessEnv,
): Promise<string> {
	if (env["PATH"] === undefined) return program;
	const path = await findExecutable(program, env);
	if (path === undefined) throw notStarted(program);
	return path;
}

/** The error for a command that does not begin. */
export function notStarted(program: string, cause?: unknown): PluginError {
	return new PluginError("usage", `"${program}" cannot be started`, {
		cause,
		hint: ["what follows -- is a program and its arguments, found on PATH"],
	});
}
