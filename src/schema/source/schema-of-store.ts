import { PluginError } from "../../errors.ts";
import { nearest } from "../../findings/nearest.ts";
import { isKnownFile, isWellKnownFile } from "../known/known-files.ts";
import { knownStore } from "../known/known-store.ts";
import {
	closureWithExtensions,
	createFileStore,
	type FileStore,
} from "../link/file-store.ts";
import { linkFiles } from "../link/link-files.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/** What is wanted of a store's files. */
export type SchemaWanted = {
	/** Names of the files that the schema is for; their imports are part of it. */
	readonly files: Iterable<string>;
	readonly services: readonly string[];
	readonly problems?: readonly SchemaProblem[];
};

/**
 * Gives a schema of some of a store's files. Its registry knows every file of the store, for the messages in an Any; its files and
 * problems are those of the wanted ones and of what they need.
 * @throws PluginError `schema`
 */
export function schemaOfStore(store: FileStore, wanted: SchemaWanted): Schema {
	const { registry, ordered, problems } = linkFiles(
		store.files(),
		wanted.files,
	);
	const complete = withKnownFiles(store, ordered);
	const needed = closureWithExtensions(complete, wanted.files);
	return {
		registry,
		files: ordered.flatMap((name) =>
			needed.has(name) ? (complete.get(name)?.bytes ?? []) : [],
		),
		services: wanted.services,
		problems: [
			...problems.filter(
				(problem) => "file" in problem && needed.has(problem.file),
			),
			...(wanted.problems ?? []),
		],
	};
}

/** A store with the known files that were linked besides; of google/protobuf's this program's own are used, whatever the store has. */
function withKnownFiles(
	store: FileStore,
	linked: readonly string[],
): FileStore {
	const used = linked.filter(
		(name) =>
			isWellKnownFile(name) ||
			(isKnownFile(name) && store.get(name) === undefined),
	);
	if (used.length === 0) return store;
	const known = used.flatMap((name) => knownStore().get(name) ?? []);
	return createFileStore([...known, ...store.files()]);
}

/** A symbol as users type it, as a full name: `.pkg.Type`, `pkg.Service/Method`. */
export function fullName(symbol: string): string {
	return symbol.replace(/^\./, "").replace("/", ".");
}

/** What is thrown when nothing has the name. `known` is where the nearest names are looked for. */
export function unknownSymbol(
	symbol: string,
	known: readonly string[],
	where: string,
): PluginError {
	const near = nearest(symbol, known) ?? sameLastName(symbol, known);
	return new PluginError("symbol", `${where} nothing called ${symbol}`, {
		hint: near === undefined ? [] : [`did you mean ${near}?`],
	});
}

/** `Users` for `shop.v1.Users`: a name without its package. */
function sameLastName(
	symbol: string,
	known: readonly string[],
): string | undefined {
	const last = symbol.slice(symbol.lastIndexOf(".") + 1).toLowerCase();
	return known.find((name) => name.toLowerCase().endsWith(`.${last}`));
}

/** Asserts that a file which was asked for came through linking. @throws PluginError `schema` */
export function requireUsable(schema: Schema, file: string): void {
	const found = schema.problems.find(
		(problem) => problem.kind === "unusable-file" && problem.file === file,
	);
	if (found?.kind === "unusable-file")
		throw new PluginError("schema", `${file} cannot be used: ${found.reason}`);
}
