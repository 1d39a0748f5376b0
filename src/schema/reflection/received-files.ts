import type { ReflectedFiles } from "../../grpc/reflection.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import type { RawFile } from "../link/raw-file.ts";
import { weightOf } from "../link/weight.ts";
import type { SchemaProblem } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import { MAX_FILES, MAX_MIB, MAX_WEIGHT, tooMuchSchema } from "./limits.ts";

/** The syntax of the empty file that grpc-go sends where it does not have an import (grpcurl #423). */
const UNKNOWN_SYNTAX = "<unknown:0>";

/** The files of a server's answers, also those that were not asked for (grpcurl #290). */
export type ReceivedFiles = {
	readonly store: FileStore;
	/** Files that could not be decoded, as far as answers have come. */
	readonly problems: readonly SchemaProblem[];
	/**
	 * Adds the files of the answer to a question for `wanted`, after those of earlier answers, and returns their names.
	 * @throws PluginError `schema` when the server exceeds a limit
	 */
	readonly keep: (
		answer: ReflectedFiles,
		wanted: string,
	) => Promise<readonly string[]>;
};

/** Returns a store without files. */
export function createReceivedFiles(
	decode: SchemaBuilder["decode"],
): ReceivedFiles {
	const store = createFileStore();
	const problems: SchemaProblem[] = [];
	let weight = 0;
	let bytes = 0;
	let last: Promise<unknown> = Promise.resolve();
	const add = (file: RawFile) => {
		// Some servers send a file again that they have sent already.
		if (store.get(file.name) === undefined) {
			weight += weightOf(file.proto);
			bytes += file.bytes.length;
		}
		store.add(file);
		const isLarge = weight > MAX_WEIGHT || bytes > MAX_MIB * 1024 * 1024;
		if (store.size() > MAX_FILES || isLarge) throw tooMuchSchema();
	};
	const keepNext = async (answer: ReflectedFiles, wanted: string) => {
		if (answer.kind !== "files") return [];
		const names: string[] = [];
		for (const decoded of await decode(answer.files)) {
			if (decoded.kind === "undecodable") {
				const { reason } = decoded;
				problems.push({ kind: "unusable-file", file: wanted, reason });
			} else if (decoded.file.proto.syntax !== UNKNOWN_SYNTAX) {
				add(decoded.file);
				names.push(decoded.file.name);
			}
		}
		return names;
	};
	return {
		store,
		problems,
		keep(answer, wanted) {
			const kept = last.then(() => keepNext(answer, wanted));
			last = kept.catch(() => {});
			return kept;
		},
	};
}
