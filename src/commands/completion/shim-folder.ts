import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join, relative, resolve, sep } from "node:path";
import { PluginError } from "../../errors.ts";
import { EXECUTABLE, INVOCATION } from "../../plugin-name.ts";

/** The folder for the shim, and a warning about it. */
type ShimFolder = {
	readonly folder: string;
	/** Undefined where nothing is wrong. */
	readonly warning: string | undefined;
};

/**
 * Returns the folder that `--dir` names. Without it, returns the first writable folder of PATH among these: the plugin's own,
 * krew's, one below the home folder.
 * @throws PluginError `bad-input` when there is none
 */
export async function shimFolder(
	dir: string | undefined,
	env: NodeJS.ProcessEnv,
): Promise<ShimFolder> {
	const onPath = foldersOf(env);
	const own = await firstWith(onPath, EXECUTABLE);
	const folder =
		dir === undefined
			? await firstWritable(candidates(onPath, own, env))
			: resolve(dir);
	if (folder === undefined) throw nowhere(env);
	return { folder, warning: warningFor(folder, onPath, own) };
}

function foldersOf(env: NodeJS.ProcessEnv): readonly string[] {
	// On Windows the variable is `Path`.
	const path = Object.entries(env).find(
		([name]) => name.toUpperCase() === "PATH",
	)?.[1];
	const folders = (path ?? "").split(delimiter).filter((part) => part !== "");
	return folders.map((folder) => resolve(folder));
}

function candidates(
	onPath: readonly string[],
	own: string | undefined,
	env: NodeJS.ProcessEnv,
): readonly string[] {
	const home = env["HOME"] || env["USERPROFILE"];
	const krewRoot = env["KREW_ROOT"] || (home && join(home, ".krew"));
	const krew = krewRoot && resolve(krewRoot, "bin");
	return [
		...(own === undefined ? [] : [own]),
		...onPath.filter((folder) => folder === krew),
		...onPath.filter((folder) => home && isBelow(resolve(home), folder)),
	];
}

function isBelow(parent: string, folder: string): boolean {
	const way = relative(parent, folder);
	return way !== "" && way.split(sep)[0] !== ".." && resolve(way) !== way;
}

async function firstWith(
	folders: readonly string[],
	name: string,
): Promise<string | undefined> {
	const names =
		process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
	for (const folder of folders)
		for (const file of names)
			if (await may(join(folder, file), constants.X_OK)) return folder;
	return undefined;
}

async function firstWritable(
	folders: readonly string[],
): Promise<string | undefined> {
	for (const folder of folders)
		if (await may(folder, constants.W_OK)) return folder;
	return undefined;
}

async function may(path: string, mode: number): Promise<boolean> {
	return access(path, mode).then(
		() => true,
		() => false,
	);
}

function warningFor(
	folder: string,
	onPath: readonly string[],
	own: string | undefined,
): string | undefined {
	if (!onPath.includes(folder))
		return `${folder} is not on PATH, where kubectl looks for it`;
	return own === undefined
		? `${EXECUTABLE} is not on PATH, where the shim looks for it`
		: undefined;
}

function nowhere(env: NodeJS.ProcessEnv): PluginError {
	const isHomeless = !env["HOME"] && !env["USERPROFILE"];
	return new PluginError(
		"bad-input",
		isHomeless
			? "no folder for the completion shim: HOME is not set, and no folder of PATH may be written to that holds the plugin"
			: "no folder for the completion shim: none of PATH may be written to that holds the plugin, is krew's, or lies below the home folder",
		{
			hint: [
				`name one that is on PATH: ${INVOCATION} completion kubectl --dir=FOLDER`,
			],
		},
	);
}
