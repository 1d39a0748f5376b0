import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
	createFileRegistry,
	type FileRegistry,
	fromBinary,
} from "@bufbuild/protobuf";
import {
	type FileDescriptorSet,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";

/** The path of buf, which Node runs. */
export const BUF = join(
	dirname(createRequire(import.meta.url).resolve("@bufbuild/buf/package.json")),
	"bin/buf",
);

/** Compiles a folder of .proto files with their comments. @throws with buf's message */
export function buildProtos(folder: string): FileDescriptorSet {
	const image = execFileSync(
		process.execPath,
		[BUF, "build", folder, "-o", "-#format=binpb"],
		{ stdio: ["ignore", "pipe", "pipe"] },
	);
	return fromBinary(FileDescriptorSetSchema, image);
}

/** Returns the registry of a folder of .proto files. */
export function registryOf(folder: string): FileRegistry {
	return createFileRegistry(buildProtos(folder));
}

/**
 * Returns what `buf breaking` reports when one folder of .proto files replaces another, one line each. `category` is buf's.
 * @throws with buf's message when it does not compare them
 */
export function breakingChanges(
	before: string,
	after: string,
	category: string,
): readonly string[] {
	const config = JSON.stringify({
		version: "v2",
		breaking: { use: [category] },
	});
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			BUF,
			"breaking",
			after,
			"--against",
			before,
			"--config",
			config,
			"--error-format",
			"json",
		],
		{ encoding: "utf8" },
	);
	if (stderr !== "") throw new Error(stderr);
	return stdout.split("\n").filter((line) => line !== "");
}
