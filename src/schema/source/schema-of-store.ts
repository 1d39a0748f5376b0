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
import { inTurns, type Steps } from "../link/steps.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/** What is wanted of a store's files. */
export type SchemaWanted = {
	/** Names of the files that the schema is for; their imports are part of it. */
	readonly files: readonly string[];
	readonly services: readonly string[];
	readonly problems?: readonly SchemaProblem[];
};

/**
 * Gives a schema of some of a store's files, and of those they need. Its registry finds the types of the other files too, for the
 * messages in an Any: they are linked when it comes to that.
 * @throws PluginError `schema`
 */
export function schemaOfStore(
	store: FileStore,
	wanted: SchemaWanted,
): Promise<Schema> {
	return inTurns(schemaSteps(store, wanted));
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
		// Files that nobody asked for are no reason to fail.
		if (error instanceof PluginError) return knownRegistry();
		throw error;
	}
}

/** Of google/protobuf's files this program's own are used, whatever the store has. */
function fileOf(store: FileStore, name: string): RawFile | undefined {
	const own = isWellKnownFile(name) ? undefined : store.get(name);
	return own ?? knownStore().get(name);
}

/** Servers register `dir/foo.proto` as `foo.proto` and the reverse, when they were compiled with other import paths (grpcurl #423). */
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

/** `a/b/c.proto` as `b/c.proto` and `c.proto`; of a path that is deeper than any, its last parts. */
function endsOf(path: string): readonly string[] {
	const parts = path.split("/").slice(1).slice(-MOST_FOLDERS);
	return parts.map((_, index) => parts.slice(index).join("/"));
}

const MOST_FOLDERS = 32;

/** A symbol as users type it, as a full name: `.pkg.Type`, `pkg.Service/Method`, `/pkg.Service/Method`. */
export function fullName(symbol: string): string {
	return symbol.replace(/^[./]/, "").replace("/", ".");
}

/** What is thrown when nothing has the name. `known` is where the nearest names are looked for. */
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

/** The symbol that was most likely meant, or undefined when none is near. */
export function nearestSymbol(
	symbol: string,
	known: readonly string[],
): string | undefined {
	return nearest(symbol, known) ?? sameLastName(symbol, known);
}

/** `Users` for `shop.v1.Users`: a name without its package. */
function sameLastName(
	symbol: string,
	known: readonly string[],
): string | undefined {
	const last = lastPart(symbol).toLowerCase();
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
