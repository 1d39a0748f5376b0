import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { PluginError } from "../../errors.ts";
import { isAbsent, whyUnreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";
import {
	type ClusterEntry,
	type Kubeconfig,
	mergeKubeconfigs,
	type UserEntry,
} from "./kubeconfig.ts";
import { decodeKubeconfig } from "./kubeconfig-decode.ts";

/** Where to look for a kubeconfig. A missing file of the list is skipped; a missing file of the flag is an error. */
type KubeconfigPlaces =
	| { readonly kind: "flag"; readonly files: readonly [string] }
	| {
			/** `homeless`: without a home folder, the file is looked for in the working folder, as kubectl does. */
			readonly kind: "environment" | "home" | "homeless";
			readonly files: readonly string[];
	  };

/** The merged kubeconfig, and the files among those searched that exist. */
export type LoadedKubeconfig = {
	readonly kubeconfig: Kubeconfig;
	readonly places: KubeconfigPlaces;
	readonly found: readonly string[];
};

/** Finds where to look, as client-go does: `--kubeconfig`, else `$KUBECONFIG` (a list), else `~/.kube/config`. */
export async function kubeconfigPlaces(
	flag: string | undefined,
	env: NodeJS.ProcessEnv,
): Promise<KubeconfigPlaces> {
	if (flag) return { kind: "flag", files: [resolve(flag)] };
	const list = env["KUBECONFIG"];
	if (list) {
		const named = list.split(delimiter).filter((file) => file !== "");
		const files = [...new Set(named.map((file) => resolve(file)))];
		return { kind: "environment", files };
	}
	const home = await homeFolder(env, process.platform);
	return {
		kind: home === "" ? "homeless" : "home",
		files: [resolve(home, ".kube", "config")],
	};
}

/**
 * Reads and merges the files. Relative paths in a file are made absolute against its folder.
 * @throws PluginError `kubeconfig` for a file that cannot be read or is broken
 */
export async function loadKubeconfig(
	places: KubeconfigPlaces,
): Promise<LoadedKubeconfig> {
	const texts = await Promise.all(
		places.files.map((file) => readKubeconfig(file, places.kind)),
	);
	const parsed: Kubeconfig[] = [];
	const found: string[] = [];
	for (const [index, file] of places.files.entries()) {
		const text = texts[index];
		if (text === undefined) continue;
		parsed.push(withAbsolutePaths(await decodeKubeconfig(text, file), file));
		found.push(file);
	}
	return { kubeconfig: mergeKubeconfigs(parsed), places, found };
}

async function readKubeconfig(
	file: string,
	kind: KubeconfigPlaces["kind"],
): Promise<string | undefined> {
	try {
		return decodedText(await readWhole(file));
	} catch (caught) {
		if (isAbsent(caught) && kind !== "flag") return undefined;
		throw new PluginError(
			"kubeconfig",
			`kubeconfig ${file} ${whyUnreadable(caught)}`,
			{
				cause: caught,
				hint: [hintOf(kind)],
				facts: { file },
			},
		);
	}
}

/** Decodes the text by its byte order mark. PowerShell writes UTF-16, and kubectl reads it. */
function decodedText(bytes: Buffer): string {
	const mark = bytes.subarray(0, 2).toString("hex");
	const encodings: Readonly<Record<string, string>> = {
		fffe: "utf-16le",
		feff: "utf-16be",
	};
	return new TextDecoder(encodings[mark] ?? "utf-8").decode(bytes);
}

function hintOf(kind: KubeconfigPlaces["kind"]): string {
	switch (kind) {
		case "flag":
			return "--kubeconfig takes the path of a file";
		case "environment":
			return `KUBECONFIG is a list of files separated by "${delimiter}"`;
		case "home":
		case "homeless":
			return "name another file with --kubeconfig or KUBECONFIG";
	}
}

function withAbsolutePaths(kubeconfig: Kubeconfig, file: string): Kubeconfig {
	const base = dirname(file);
	return {
		...kubeconfig,
		clusters: mapValues(
			kubeconfig.clusters,
			(cluster): ClusterEntry => ({
				...cluster,
				certificateAuthority: absolute(base, cluster.certificateAuthority),
			}),
		),
		users: mapValues(kubeconfig.users, (user) => absoluteUser(base, user)),
	};
}

function absoluteUser(base: string, user: UserEntry): UserEntry {
	const { exec } = user;
	return {
		...user,
		clientCertificate: absolute(base, user.clientCertificate),
		clientKey: absolute(base, user.clientKey),
		tokenFile: absolute(base, user.tokenFile),
		// A bare command is looked up on PATH. A command with a folder is relative to the file.
		exec: exec?.command.includes(sep)
			? { ...exec, command: absolute(base, exec.command) ?? "" }
			: exec,
	};
}

function absolute(base: string, path: string | undefined): string | undefined {
	if (path === undefined || path === "" || isAbsolute(path)) return path;
	return join(base, path);
}

function mapValues<Value>(
	map: ReadonlyMap<string, Value>,
	change: (value: Value) => Value,
): ReadonlyMap<string, Value> {
	return new Map([...map].map(([key, value]) => [key, change(value)]));
}

/** Returns the home folder as client-go finds it (client-go, util/homedir). On Windows three variables may name it. */
export async function homeFolder(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform,
): Promise<string> {
	const home = env["HOME"] ?? "";
	if (platform !== "win32") return home;
	const { HOMEDRIVE: drive, HOMEPATH: path, USERPROFILE: profile } = env;
	const driveAndPath = drive && path ? drive + path : "";
	for (const folder of [home, driveAndPath, profile ?? ""])
		if (folder !== "" && (await may(join(folder, ".kube", "config"), "exist")))
			return folder;
	const folders = [home, profile ?? "", driveAndPath].filter(Boolean);
	for (const mode of ["write", "exist"] as const)
		for (const folder of folders) if (await may(folder, mode)) return folder;
	return folders[0] ?? "";
}

async function may(path: string, mode: "write" | "exist"): Promise<boolean> {
	try {
		await access(path, mode === "write" ? constants.W_OK : constants.F_OK);
		return true;
	} catch {
		return false;
	}
}
