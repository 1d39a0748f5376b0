import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import {
	dirname,
	isAbsolute,
	join,
	normalize,
	relative,
	resolve,
	sep,
} from "node:path";
import type { FileRegistry } from "@bufbuild/protobuf";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { isMissingPath, unreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";
import { isKnownFile } from "../known/known-files.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { linkSteps } from "../link/link-files.ts";
import { rawFileOf } from "../link/raw-file.ts";
import { runInTurns } from "../link/steps.ts";
import { visibleFrom } from "../link/visible-files.ts";
import type { SchemaSource } from "../schema.ts";
import { filesSource } from "../source/files-source.ts";
import { checkDefaults, defaultsByName } from "./check-defaults.ts";
import { checkExtensions } from "./check-extensions.ts";
import { checkFeatures } from "./check-features.ts";
import { checkImports } from "./check-imports.ts";
import { checkJsonNames } from "./check-json-names.ts";
import { checkNames } from "./check-names.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkOptions } from "./check-options.ts";
import { checkTypes } from "./check-types.ts";
import { interpretOptions } from "./interpret-options.ts";
import { type Folder, notFound, type Wanted } from "./not-found.ts";
import { parseFile } from "./parse-file.ts";
import { findIn, type ParsedFile } from "./parsed-file.ts";
import { sourceError, type Token } from "./tokens.ts";

/** .proto files, and the folders of these files and their imports. */
export type ProtoFiles = {
	readonly protos: readonly string[];
	/** Empty: the current folder, and for each file outside it the folder of the file. */
	readonly importPaths: readonly string[];
	/** Copies of folders at another time. A folder's files are read from its copy. */
	readonly copies?: ReadonlyMap<string, string>;
};

/**
 * Returns a source for .proto files. It throws PluginError `bad-input` as `file:line:column: …` where a file is wrong or missing.
 */
export function protoFilesSource(files: ProtoFiles): SchemaSource {
	return filesSource(() => compile(files), "the proto files have");
}

async function compile(given: ProtoFiles): Promise<FileStore> {
	const folders = importFolders(given).map((name) => ({
		name,
		readFrom: given.copies?.get(name) ?? name,
	}));
	const parsed = new Map<string, ParsedFile>();
	const left: Wanted[] = [];
	for (const path of given.protos)
		left.push({ path: await importName(path, folders) });
	for (let next = left.pop(); next !== undefined; next = left.pop()) {
		if (parsed.has(next.path)) continue;
		const source = await find(next.path, folders, next.from);
		// A folder may have its own copy of a known file. Without one this program's file is used.
		if (source === undefined && isKnownFile(next.path)) continue;
		if (source === undefined) throw await notFound(next, folders);
		const file = parseFile(next.path, source);
		parsed.set(next.path, file);
		for (const [path, at] of file.imports) {
			if (!isImportPath(path)) throw leadsElsewhere(next.path, at);
			left.push({ path, from: { file: next.path, at } });
		}
	}
	checkImports(parsed);
	checkNames(parsed.values());
	for (const file of parsed.values()) checkNumbers(file);
	checkTypes(parsed);
	const protos = [...parsed.values()].map(({ proto }) => proto);
	const defaults = [...parsed.values()].map(
		(file) => [file, defaultsByName(file)] as const,
	);
	const registry = await registryOf(protos);
	for (const [file, given] of defaults) checkDefaults(file, given);
	const options = [...parsed.values()].map((file) =>
		interpretOptions(file, registry, () =>
			visibleFrom(file.proto, findIn(parsed), "options"),
		),
	);
	const linked = options.includes("features")
		? await registryOf(protos)
		: registry;
	for (const file of parsed.values()) {
		checkOptions(file, linked);
		checkJsonNames(file);
		checkFeatures(file, linked);
		checkExtensions(file, linked);
	}
	return createFileStore(protos.map(rawFileOf));
}

/** @throws PluginError `bad-input` for a file that cannot be linked */
async function registryOf(
	protos: readonly FileDescriptorProto[],
): Promise<FileRegistry> {
	// Linking does not use the bytes. They are made later, because they must contain the options.
	const { registry, problems } = await runInTurns(
		linkSteps(
			protos.map((proto) => ({ name: proto.name, proto, bytes: NO_BYTES })),
		),
	);
	for (const problem of problems)
		if (problem.kind === "unusable-file")
			throw new PluginError("bad-input", `${problem.file}: ${problem.reason}`);
	return registry;
}

const NO_BYTES = new Uint8Array();

/** Returns the folders of the files and their imports. */
export function importFolders({
	protos,
	importPaths,
}: ProtoFiles): readonly string[] {
	if (importPaths.length > 0) return importPaths;
	const elsewhere = protos
		.filter((path) => isOutside(relative(".", resolve(path))))
		.map((path) => dirname(path));
	return [".", ...new Set(elsewhere)];
}

/**
 * Returns the name by which imports know a file. The user gives its path below an import folder, or a path that leads into one.
 */
async function importName(
	path: string,
	folders: readonly Folder[],
): Promise<string> {
	const name = asImported(normalize(path));
	if (!isOutside(name) && (await find(name, folders)) !== undefined)
		return name;
	for (const folder of folders) {
		const inside = relative(resolve(folder.name), resolve(path));
		if (!isOutside(inside)) return asImported(inside);
	}
	return path;
}

/** Returns the path with the slashes that imports have on every platform. */
function asImported(path: string): string {
	return path.split(sep).join("/");
}

function isOutside(path: string): boolean {
	return isAbsolute(path) || path.split(/[/\\]/).includes("..");
}

/** Whether protoc accepts a path in an import. An import may not lead out of the import folders: the files may be another person's. */
function isImportPath(path: string): boolean {
	const parts = path.split("/");
	return (
		!path.includes("\\") &&
		parts.every((part) => part !== "" && part !== "." && part !== "..")
	);
}

function leadsElsewhere(file: string, at: Token): PluginError {
	return sourceError(file, at, "an import is a path below an import folder", [
		'without "..", ".", a backslash, or a slash at its start, as for protoc',
	]);
}

async function find(
	path: string,
	folders: readonly Folder[],
	from?: Wanted["from"],
): Promise<string | undefined> {
	for (const { readFrom } of folders) {
		const file = join(readFrom, path);
		try {
			// The user may name a pipe or a device. In an import it may be behind a link in another person's files, and reading it may
			// never end.
			if (from !== undefined && isEndless(await stat(file)))
				throw sourceError(from.file, from.at, `${file} is no file`, []);
			return (await readWhole(file)).toString("utf8");
		} catch (error) {
			if (isMissingPath(error)) continue;
			if (error instanceof PluginError) throw error;
			throw unreadable(error, { named: "--proto", file });
		}
	}
	return undefined;
}

function isEndless(found: Stats): boolean {
	return !found.isFile() && !found.isDirectory();
}
