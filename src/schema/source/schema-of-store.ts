import type { FileRegistry } from "@bufbuild/protobuf";
import { PluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { isWellKnownFile, KNOWN_FILES } from "../known/known-files.ts";
import { knownRegistry } from "../known/known-registry.ts";
import { knownStore } from "../known/known-store.ts";
import { lastPart } from "../link/elements.ts";
import { closureWithExtensions, type FileStore } from "../link/file-store.ts";
import { layeredRegistry } from "../link/layered-registry.ts";
import { linkFiles, linkSteps } from "../link/link-files.ts";
import type { RawFile } from "../link/raw-file.ts";
import { runInTurns, type Steps } from "../link/steps.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/** The part of a store that a schema is made of. */
export type SchemaWanted = {
	/** Names of the files that the schema is for. Their imports become part of it. */
	readonly files: readonly string[];
	readonly services: readonly string[];
	readonly problems?: readonly SchemaProblem[];
};

/**
 * Returns a schema of some files of a store and the files that they need. Its registry also finds the types of the other files,
 * for messages inside an Any. It links those files only when such a type is looked up.
 * @throws PluginError `schema`
 */
export function schemaOfStore(
	store: FileStore,
	wanted: SchemaWanted,
): Promise<Schema> {
	return runInTurns(schemaSteps(store, wanted));
}

function* schemaSteps(store: FileStore, wanted: SchemaWanted): Steps<Schema> {
	const needed = yield* closureWithExtensions(store, wanted.files);
	const files = store.files().filter(({ name }) => needed.has(name));
	const { registry, ordered, problems } = yield* linkSteps(files, wanted.files);
	return {
		registry:
			files.length < store.size()
				? layeredRegistry(registry, () => registryOfAll(store), {
						has: store.declares,
						hasExtension: (type, number) =>
							store.extensionNumbers(type).has(number),
					})
				: registry,
		files: ordered.flatMap((name) => fileOf(store, name)?.bytes ?? []),
		services: wanted.services,
		problems: [...withoutMended(problems, store), ...(wanted.problems ?? [])],
	};
}

function registryOfAll(store: FileStore): FileRegistry {
	try {
		return linkFiles(store.files()).registry;
	} catch (error) {
		// Files that were not asked for must not cause a failure.
		if (error instanceof PluginError) return knownRegistry();
		throw error;
	}
}

/** Returns a file. The files of google/protobuf are this program's own, even if the store has others. */
function fileOf(store: FileStore, name: string): RawFile | undefined {
	const own = isWellKnownFile(name) ? undefined : store.get(name);
	return own ?? knownStore().get(name);
}

/**
 * Removes missing imports that the store has under another path. Servers register `dir/foo.proto` as `foo.proto` and the reverse,
 * when they were compiled with other import paths (grpcurl #423).
 */
function withoutMended(
	problems: readonly SchemaProblem[],
	store: FileStore,
): readonly SchemaProblem[] {
	if (!problems.some(({ kind }) => kind === "missing-import")) return problems;
	const files = [...KNOWN_FILES.map(({ proto }) => proto), ...store.files()];
	const names = new Set(files.map(({ name }) => name));
	const ends = new Set(files.flatMap(({ name }) => endsOf(name)));
	const isThere = (wanted: string) =>
		ends.has(wanted) || endsOf(wanted).some((end) => names.has(end));
	return problems.filter(
		(problem) => problem.kind !== "missing-import" || !isThere(problem.import),
	);
}

/** Returns `b/c.proto` and `c.proto` for `a/b/c.proto`. For a very deep path it returns only the last parts. */
function endsOf(path: string): readonly string[] {
	const parts = path.split("/").slice(1).slice(-MOST_FOLDERS);
	return parts.map((_, index) => parts.slice(index).join("/"));
}

const MOST_FOLDERS = 32;

/** Returns the full name of a symbol as users type it: `.pkg.Type`, `pkg.Service/Method`, `/pkg.Service/Method`. */
export function fullName(symbol: string): string {
	return symbol.replace(/^[./]/, "").replace("/", ".");
}

/** Returns the names that one without its package stands for: `shop.v1.Users` for `Users` or `v1.Users`. */
export function namesEndingIn(
	symbol: string,
	known: readonly string[],
): readonly string[] {
	const end = `.${fullName(symbol)}`;
	return known.filter((name) => name.endsWith(end));
}

/** Returns the error for an unknown name. The hint is the most similar name of `known`. */
export function unknownSymbol(
	symbol: string,
	known: readonly string[],
	where: string,
): PluginError {
	const near = nearestSymbol(symbol, known);
	return new PluginError(
		"symbol",
		`${where} nothing called ${symbol || '""'}`,
		{
			hint: near === undefined ? [] : [`did you mean ${near}?`],
		},
	);
}

/** Returns the symbol that the user most likely meant, or undefined where none is similar. */
export function nearestSymbol(
	symbol: string,
	known: readonly string[],
): string | undefined {
	return nearest(symbol, known) ?? sameLastName(symbol, known);
}

/** Finds `shop.v1.Users` for `Users`: a name without its package. */
function sameLastName(
	symbol: string,
	known: readonly string[],
): string | undefined {
	const last = lastPart(symbol).toLowerCase();
	return known.find((name) => name.toLowerCase().endsWith(`.${last}`));
}

/** Asserts that a requested file could be linked. @throws PluginError `schema` */
export function requireUsable(schema: Schema, file: string): void {
	const found = schema.problems.find(
		(problem) => problem.kind === "unusable-file" && problem.file === file,
	);
	if (found?.kind === "unusable-file")
		throw new PluginError("schema", `${file} cannot be used: ${found.reason}`);
}
