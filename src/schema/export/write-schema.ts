import { writeFileSync } from "node:fs";
import { lstat, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { unwritable } from "../../file-error.ts";
import { protoFileSource } from "../print/proto-file.ts";
import type { Schema } from "../schema.ts";
import { exportedFiles } from "./exported-files.ts";

/**
 * Writes a schema's files as a FileDescriptorSet, imports first.
 * @throws PluginError `bad-input` when the file cannot be written
 */
export async function writeProtoset(
	schema: Schema,
	path: string,
): Promise<void> {
	const writer = new BinaryWriter();
	for (const { bytes } of await exportedFiles(schema))
		writer.tag(1, WireType.LengthDelimited).bytes(bytes);
	await write("--protoset-out", path, writer.finish());
}

/** A file that was not written, and why. */
export type LeftOut = {
	readonly name: string;
	/** `no-place`: it would not be a .proto file in that folder. `same-file`: the file system does not tell its name from another's. */
	readonly reason: "no-place" | "same-file";
};

/**
 * Writes a schema's files as proto source into a folder, each at the path by which other files import it. It leaves out names that
 * do not end in `.proto`, names that would leave the folder, by `../x.proto` or through a symbolic link, and names that the file
 * system takes for those of files just written, as macOS and Windows do where only the case differs. Returns what it left out.
 * @throws PluginError `bad-input` when a file cannot be written
 */
export async function writeProtoFiles(
	schema: Schema,
	folder: string,
): Promise<readonly LeftOut[]> {
	const leftOut: LeftOut[] = [];
	const written = new Set<string>();
	for (const { file } of await exportedFiles(schema)) {
		const { name } = file.proto;
		const path = placeIn(folder, name);
		if (path === undefined || (await isBehindLink(path, folder)))
			leftOut.push({ name, reason: "no-place" });
		else if (written.has(await identityOf(path)))
			leftOut.push({ name, reason: "same-file" });
		else {
			const source = protoFileSource(file, schema.registry);
			await write("--proto-out-dir", path, source);
			written.add(await identityOf(path));
		}
	}
	return leftOut;
}

/** Returns what is the same for two paths of one file, whatever their case. */
async function identityOf(path: string): Promise<string> {
	const found = await stat(path, { bigint: true }).catch(() => undefined);
	return found === undefined ? path : `${found.dev}:${found.ino}`;
}

/**
 * Returns the path in `folder` for a file whose name a server chose. Returns undefined where the name is no path or leaves the
 * folder. It also refuses a name without `.proto`: a shell, git or make would run what a server put into a `.profile`, a
 * `.git/config` or a Makefile.
 */
export function placeIn(folder: string, name: string): string | undefined {
	if (/[\p{C}\\:]/u.test(name) || name.startsWith("/")) return undefined;
	if (!name.endsWith(".proto")) return undefined;
	const parts = name.split("/");
	if (parts.some((part) => part === "" || part === "." || part === ".."))
		return undefined;
	const path = join(folder, ...parts);
	const inside = relative(resolve(folder), resolve(path));
	return inside === "" || inside.startsWith("..") ? undefined : path;
}

/** Whether the path, or a folder on the way to it, is a symbolic link. */
async function isBehindLink(path: string, folder: string): Promise<boolean> {
	const start = resolve(folder);
	for (let each = resolve(path); each !== start; each = dirname(each)) {
		const found = await lstat(each).catch(() => undefined);
		if (found?.isSymbolicLink()) return true;
	}
	return false;
}

async function write(
	flag: string,
	path: string,
	content: string | Uint8Array,
): Promise<void> {
	try {
		await makeFolder(dirname(path));
		await writeAll(path, content);
	} catch (cause) {
		throw unwritable(cause, { named: flag, file: path });
	}
}

/** A signal that ends the process comes before or after a file, not in the middle of it. Only a pipe may have to wait for its reader. */
async function writeAll(
	path: string,
	content: string | Uint8Array,
): Promise<void> {
	const found = await stat(path).catch(() => undefined);
	if (found === undefined || found.isFile()) writeFileSync(path, content);
	else await writeFile(path, content);
}

/** Makes the folder and its parents. Node's recursive mkdir never ends in /proc, where no folder can be made. */
async function makeFolder(folder: string): Promise<void> {
	if (await isThere(folder)) return;
	if (dirname(folder) !== folder) await makeFolder(dirname(folder));
	// Schemas of several pods are written at the same time, and another write may make the folder first.
	await mkdir(folder).catch(async (cause) => {
		if (!(await isThere(folder))) throw cause;
	});
}

/** A file with the folder's name counts too: writing below it then fails with that reason. */
function isThere(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}
