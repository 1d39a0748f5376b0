import { PluginError } from "../../errors.ts";
import { findExecutable } from "../../executable-file.ts";
import { INVOCATION } from "../../plugin-name.ts";

/**
 * Returns the path of a program, so that no cluster is started for a program that does not exist. Without PATH it returns the name as it
 * is, because the system then has its own search path.
 * @throws PluginError `usage`
 */
export async function requireProgram(
	program: string,
	env: NodeJS.ProcessEnv,
): Promise<string> {
	if (env["PATH"] === undefined) return program;
	const path = await findExecutable(program, env, "followed");
	if (path === undefined) throw notStarted(program);
	return path;
}

/** Returns the error for a command that cannot be started. */
export function notStarted(program: string, cause?: unknown): PluginError {
	return new PluginError("usage", `"${program}" cannot be started`, {
		cause,
		hint: [
			"what follows -- is a program and its arguments, found on PATH",
			`for example: ${INVOCATION} sandbox -- ${INVOCATION} health`,
		],
	});
}
