// Reads what a program has written to its folder: descriptor sets, and trees of sources.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary, toJson } from "@bufbuild/protobuf";
import {
	type FileDescriptorSet,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { attempt } from "../cluster/shell.ts";

/**
 * Returns descriptors by file name: those of each descriptor set, and those compiled from each tree of .proto files.
 * Comments, source positions and the order in a set are left out.
 */
export async function filesWritten(
	folder: string,
): Promise<Readonly<Record<string, unknown>>> {
	const written: Record<string, unknown> = {};
	for (const name of globSync("*.protoset", { cwd: folder }))
		written[name] = descriptors(readFileSync(join(folder, name)));
	if (globSync("protos/**/*.proto", { cwd: folder }).length > 0)
		written["protos"] = await compiled(join(folder, "protos"));
	return written;
}

const BUF = join(import.meta.dirname, "../../node_modules/.bin/buf");

async function compiled(folder: string): Promise<unknown> {
	const image = join(folder, "../protos.binpb");
	const { failure, stderr } = await attempt(BUF, [
		"build",
		folder,
		"--output",
		image,
	]);
	if (failure !== undefined)
		return { failure, stderr: stderr.replaceAll(folder, "") };
	const own = new Set(globSync("**/*.proto", { cwd: folder }));
	return Object.fromEntries(
		Object.entries(descriptors(readFileSync(image))).filter(([name]) =>
			own.has(name),
		),
	);
}

function descriptors(bytes: Uint8Array): Readonly<Record<string, unknown>> {
	const set: FileDescriptorSet = fromBinary(FileDescriptorSetSchema, bytes);
	for (const file of set.file) {
		delete file.sourceCodeInfo;
		delete file.$unknown;
	}
	return Object.fromEntries(
		set.file.map((file) => {
			const { file: files } = toJson(FileDescriptorSetSchema, {
				...set,
				file: [file],
			}) as { readonly file: readonly unknown[] };
			return [file.name, files[0]];
		}),
	);
}
