import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
	loadFileDescriptorSetFromBuffer,
	loadSync,
	type PackageDefinition,
} from "@grpc/proto-loader";

/** The sources of .proto files by their paths. */
export type Sources = Readonly<Record<string, string>>;

/** Writes .proto files into a folder. Returns their paths. */
export function writeSources(
	folder: string,
	sources: Sources,
): readonly string[] {
	return Object.entries(sources).map(([name, source]) => {
		const path = join(folder, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, source);
		return path;
	});
}

/** Loads .proto files as servers in Node.js do. It writes them into `folder`. */
export function loadedInNode(
	folder: string,
	sources: Sources,
): PackageDefinition {
	const paths = writeSources(folder, sources);
	return loadSync([...paths], { includeDirs: [folder], keepCase: true });
}

/** Returns the descriptors that a server in Node.js has of .proto files: one for each package. It writes the files into `folder`. */
export function descriptorsInNode(
	folder: string,
	sources: Sources,
): readonly Uint8Array[] {
	return descriptorsIn(loadedInNode(folder, sources));
}

/** Returns the descriptors that a server in Node.js has of a protoset: one for each package. */
export function descriptorsOfProtoset(
	protoset: Uint8Array,
): readonly Uint8Array[] {
	const bytes = Buffer.from(protoset);
	return descriptorsIn(
		loadFileDescriptorSetFromBuffer(bytes, { keepCase: true }),
	);
}

function descriptorsIn(definition: PackageDefinition): readonly Uint8Array[] {
	const found = Object.values(definition).flatMap((one) =>
		Array.isArray(one["fileDescriptorProtos"])
			? [one["fileDescriptorProtos"]]
			: [],
	);
	return found[0] ?? [];
}
