import { createHash } from "node:crypto";
import type { FileStore } from "../link/file-store.ts";
import {
	type DecodedFile,
	decodeFiles,
	type RawFile,
} from "../link/raw-file.ts";
import type { Schema } from "../schema.ts";
import { type SchemaWanted, schemaOfStore } from "./schema-of-store.ts";

/** How files from servers or from the cache are decoded and linked. */
export type SchemaBuilder = {
	/** See {@link decodeFiles}. */
	readonly decode: (
		all: Iterable<Uint8Array>,
	) => Promise<readonly DecodedFile[]>;
	/** See {@link schemaOfStore}. */
	readonly schemaOf: (
		store: FileStore,
		wanted: SchemaWanted,
	) => Promise<Schema>;
};

/** The most MiB of serialized files whose decoded form is shared. Further files are decoded for each server. */
const MOST_MIB = 16;
/** The most schemas that are shared: a rollout has two. */
const MOST_SCHEMAS = 4;

/**
 * Returns a builder that all servers of a run share. Replicas mostly send the same bytes, and this decodes and links them once.
 */
export function sharedSchemaBuilder(): SchemaBuilder {
	const files = new Map<string, Promise<DecodedFile | undefined>>();
	const digests = new WeakMap<RawFile, string>();
	const schemas = new Map<string, Promise<Schema>>();
	let bytesLeft = MOST_MIB * 1024 * 1024;
	/** Starts to decode the files that are not known yet, and returns them by digest. */
	const decodeNew = (sent: ReadonlyMap<string, Uint8Array>) => {
		const fresh = [...sent].filter(([digest]) => !files.has(digest));
		const decoding = decodeFiles(fresh.map(([, bytes]) => bytes));
		return new Map(
			fresh.map(([digest, bytes], index) => {
				const file = decoding.then((decoded) => decoded[index]);
				bytesLeft -= bytes.length;
				if (bytesLeft >= 0) files.set(digest, file);
				return [digest, file];
			}),
		);
	};
	return {
		async decode(all) {
			const sent = [...all].map((bytes) => [digestOf(bytes), bytes] as const);
			const fresh = decodeNew(new Map(sent));
			const decoded: DecodedFile[] = [];
			for (const [digest] of sent) {
				const one = await (files.get(digest) ?? fresh.get(digest));
				if (one === undefined) continue;
				if (one.kind === "file") digests.set(one.file, digest);
				decoded.push(one);
			}
			return decoded;
		},
		schemaOf(store, wanted) {
			// Sorted, because files from the cache have another order than files from a server.
			const from = store
				.files()
				.map((file) => digests.get(file) ?? digestOf(file.bytes))
				.sort();
			const key = JSON.stringify([from, { problems: [], ...wanted }]);
			const known = schemas.get(key);
			if (known !== undefined) return known;
			const schema = schemaOfStore(store, wanted);
			if (schemas.size < MOST_SCHEMAS) schemas.set(key, schema);
			return schema;
		},
	};
}

function digestOf(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("base64");
}
