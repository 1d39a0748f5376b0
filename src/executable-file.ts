import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, extname, isAbsolute, resolve } from "node:path";

/**
 * Whether a program may be in a folder that PATH names relative to the current one, where anybody may have put it. If not, such a
 * program counts as absent, also where a later folder has another, as in Go's os/exec (ErrDot) and so in kubectl.
 */
type RelativeFolders = "followed" | "refused";

/**
 * Returns the path of a program that is given by its name on PATH or by a path; undefined when there is none. On Windows its extension may
 * be left out (Go's os/exec, LookPath). There, `spawn` would search the current folder first, where anybody may have put a program.
 */
export async function findExecutable(
	program: string,
	env: NodeJS.ProcessEnv,
	relative: RelativeFolders,
	platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
	const isPath = (platform === "win32" ? /[:\\/]/ : /\//).test(program);
	if (isPath) return findIn(".", program, env, platform);
	for (const folder of foldersOf(env["PATH"] ?? "", platform)) {
		const file = await findIn(folder, program, env, platform);
		if (file !== undefined)
			return relative === "followed" || isAbsolute(folder) ? file : undefined;
	}
	return undefined;
}

async function findIn(
	folder: string,
	program: string,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): Promise<string | undefined> {
	for (const ending of endingsFor(program, env, platform)) {
		const file = resolve(folder, program + ending);
		if (await isExecutable(file)) return file;
	}
	return undefined;
}

/** Returns the folders of PATH. Windows allows quotes around a folder. They are removed, and a `;` within them is not supported. */
function foldersOf(path: string, platform: NodeJS.Platform): readonly string[] {
	const folders = path.split(delimiter).filter((folder) => folder !== "");
	return platform === "win32"
		? folders.map((folder) => folder.replaceAll('"', ""))
		: folders;
}

/** Returns the extensions to try for a name. */
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

/** The arguments of `spawn` that start a program. */
export type Start = {
	readonly command: string;
	readonly args: readonly string[];
	/** Whether the arguments are already a Windows command line, which Node.js must not quote. */
	readonly windowsVerbatimArguments: boolean;
};

/**
 * Returns how to start the program at a path. `spawn` refuses batch files of Windows, because it cannot quote arguments for them safely
 * (CVE-2024-27980). kubectl runs them like any program, so this function starts cmd.exe and quotes the arguments itself.
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
 * Quotes a word so that cmd.exe and the program that the batch file calls both read it unchanged. Quotes are doubled, and so are the
 * backslashes before a quote. No character escapes a `%`, so `%cd:~,%`, which is empty, goes between a `%` and a possible variable name.
 */
function batchWord(text: string): string {
	const escaped = text
		.replace(/(\\*)"/g, '$1$1""')
		.replace(/(\\+)$/, "$1$1")
		.replaceAll("%", "%%cd:~,%");
	return `"${escaped}"`;
}
