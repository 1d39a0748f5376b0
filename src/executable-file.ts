import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, extname, resolve } from "node:path";

/**
 * The path of a program that is given by its name on PATH, or by a path; undefined when there is none. On Windows its extension may be
 * left out (Go's os/exec, LookPath). `spawn` would look in the current folder first there, whoever has put a program into it.
 */
export async function findExecutable(
	program: string,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
	const isPath = (platform === "win32" ? /[:\\/]/ : /\//).test(program);
	const folders = isPath ? ["."] : foldersOf(env["PATH"] ?? "", platform);
	for (const folder of folders)
		for (const ending of endingsFor(program, env, platform)) {
			const file = resolve(folder, program + ending);
			if (await isExecutable(file)) return file;
		}
	return undefined;
}

/** Windows allows for quotes, in which nobody has a folder with a `;`. */
function foldersOf(path: string, platform: NodeJS.Platform): readonly string[] {
	const folders = path.split(delimiter).filter((folder) => folder !== "");
	return platform === "win32"
		? folders.map((folder) => folder.replaceAll('"', ""))
		: folders;
}

/** What may have to be put behind a name. */
function endingsFor(
	program: string,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): readonly string[] {
	if (platform !== "win32") return [""];
	const known = (env["PATHEXT"] || ".com;.exe;.bat;.cmd")
		.split(";")
		.filter((ending) => ending !== "");
	return extname(program) === "" ? known : ["", ...known];
}

async function isExecutable(file: string): Promise<boolean> {
	try {
		await access(file, constants.X_OK);
		return (await stat(file)).isFile();
	} catch {
		return false;
	}
}

/** What `spawn` is given to run a program. */
export type Start = {
	readonly command: string;
	readonly args: readonly string[];
	/** Whether the arguments are a command line of Windows already, which nothing is to be changed of. */
	readonly windowsVerbatimArguments: boolean;
};

/**
 * How a program is run of which the path is known. Node.js leaves Windows's batch files to their interpreter, and the quoting, too
 * (CVE-2024-27980); kubectl runs them as any program.
 */
export function startOf(
	path: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform = process.platform,
): Start {
	if (platform !== "win32" || !/\.(bat|cmd)$/i.test(path))
		return { command: path, args, windowsVerbatimArguments: false };
	const system = env["SystemRoot"] || "C:\\Windows";
	const line = [path, ...args].map(batchWord).join(" ");
	return {
		command: `${system}\\System32\\cmd.exe`,
		args: ["/e:on", "/v:off", "/d", "/c", `"${line}"`],
		windowsVerbatimArguments: true,
	};
}

/**
 * A word that cmd.exe and what the batch file calls both take as it is. Quotes are doubled, and so are backslashes before one; nothing
 * can be put before a `%` to keep it from naming a variable, but an empty part of one, `%cd:~,%`, may be put between the two.
 */
function batchWord(text: string): string {
	const escaped = text
		.replace(/(\\*)"/g, '$1$1""')
		.replace(/(\\+)$/, "$1$1")
		.replaceAll("%", "%%cd:~,%");
	return `"${escaped}"`;
}
