import { PluginError } from "../../errors.ts";
import type {
	ReflectedFiles,
	ReflectionFailure,
	ReflectionSession,
} from "../../grpc/reflection.ts";
import type { StatusName } from "../../grpc/status.ts";
import { isWellKnownFile, isWellKnownType } from "../known/known-files.ts";
import {
	closureWithExtensions,
	createFileStore,
	type FileStore,
} from "../link/file-store.ts";
import { referencesOf, resolveName } from "../link/references.ts";
import { runInTurns } from "../link/steps.ts";
import { weightOf } from "../link/weight.ts";
import type { SchemaProblem } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import { askTogether } from "./ask-together.ts";
import { reachableExtendable } from "./extendable.ts";
import { GIVE_FILES, reflectionError } from "./reflection-error.ts";

/** The most files of one server. The largest known schemas have a few thousand. */
const MAX_FILES = 10_000;
/** The largest weight of one server's declarations, see {@link weightOf}: ten times that of the largest known API. */
const MAX_WEIGHT = 250_000;
/** The most MiB of one server's files: ten times the largest known API with comments. Decoded files may take 30 times as much. */
const MAX_MIB = 64;
/** The most questions to one server. It bounds the questions that a server's answers can cause. */
const MAX_QUESTIONS = 20_000;

/** The syntax of the empty file that grpc-go sends where it does not have an import (grpcurl #423). */
const UNKNOWN_SYNTAX = "<unknown:0>";

/** The files that a server has sent, kept while the server is asked. */
export type ReflectedFileStore = {
	readonly store: FileStore;
	/** Files that could not be decoded. */
	readonly problems: () => readonly SchemaProblem[];
	/** Fetches the file of a symbol, unless it is known. @throws PluginError `schema` when the server exceeds a limit */
	readonly fetchSymbol: (symbol: string) => Promise<Fetched>;
	/**
	 * Fetches everything that the files of symbols need: imports, types that the imports did not bring, and extensions of their
	 * messages.
	 * @throws PluginError `schema` when the server exceeds a limit or stops answering
	 */
	readonly complete: (symbols: readonly string[]) => Promise<void>;
};

/** The result of fetching a symbol. */
export type Fetched =
	| { readonly kind: "found"; readonly file: string }
	/** The server sent files, but none of them has the symbol. */
	| { readonly kind: "answered-other"; readonly files: readonly string[] }
	| ReflectionFailure;

/** Returns a store for the files that a session's server sends, also those that were not asked for (grpcurl #290). */
export function createReflectedFiles(
	session: ReflectionSession,
	decode: SchemaBuilder["decode"],
): ReflectedFileStore {
	const store = createFileStore();
	const problems: SchemaProblem[] = [];
	const asked = new Set<string>();

	let weight = 0;
	let bytes = 0;
	const keepNext = async (
		answer: ReflectedFiles,
		wanted: string,
	): Promise<readonly string[]> => {
		if (answer.kind !== "files") return [];
		const names: string[] = [];
		for (const decoded of await decode(answer.files)) {
			if (decoded.kind === "undecodable") {
				const { reason } = decoded;
				problems.push({ kind: "unusable-file", file: wanted, reason });
				continue;
			}
			const { name, proto } = decoded.file;
			if (proto.syntax === UNKNOWN_SYNTAX) continue;
			// Some servers send a file again that they have sent already.
			if (store.get(name) === undefined) {
				weight += weightOf(proto);
				bytes += decoded.file.bytes.length;
			}
			store.add(decoded.file);
			const isLarge = weight > MAX_WEIGHT || bytes > MAX_MIB * 1024 * 1024;
			if (store.size() > MAX_FILES || isLarge) throw tooMuchSchema();
			names.push(name);
		}
		return names;
	};
	let last: Promise<unknown> = Promise.resolve();
	/** Adds the files of an answer, after those of earlier answers, and returns their names. */
	const keep = (answer: ReflectedFiles, wanted: string) => {
		const kept = last.then(() => keepNext(answer, wanted));
		last = kept.catch(() => {});
		return kept;
	};
	/** Asks each question once. A refusal brings no file, but it does not end the work. */
	const ask = async (
		question: "file" | "symbol",
		wanted: string,
	): Promise<void> => {
		if (isAsked(asked, `${question} ${wanted}`)) return;
		const answer =
			question === "file"
				? await session.fileByFilename(wanted)
				: await session.fileContainingSymbol(wanted);
		requireAnswering(answer);
		await keep(answer, wanted);
	};
	const askExtensions = async (type: string): Promise<void> => {
		if (isAsked(asked, `extensions ${type}`)) return;
		const answer = await session.allExtensionNumbers(type);
		requireAnswering(answer);
		if (answer.kind !== "extensions") return;
		for (const number of answer.numbers) {
			if (store.extensionNumbers(type).has(number)) continue;
			if (isAsked(asked, `extension ${number} ${type}`)) continue;
			const files = await session.fileContainingExtension(type, number);
			requireAnswering(files);
			await keep(files, type);
		}
	};
	return {
		store,
		problems: () => problems,
		async fetchSymbol(symbol) {
			const known = store.find(symbol);
			if (known !== undefined) return { kind: "found", file: known.name };
			// A symbol that is wanted again is asked for again. MAX_QUESTIONS bounds how many symbols there can be.
			remember(asked, `sought ${symbol}`);
			const answer = await session.fileContainingSymbol(symbol);
			if (answer.kind !== "files") return answer;
			const files = await keep(answer, symbol);
			const file = store.find(symbol);
			return file === undefined
				? { kind: "answered-other", files }
				: { kind: "found", file: file.name };
		},
		async complete(symbols) {
			const own = symbols.flatMap((symbol) => store.find(symbol)?.name ?? []);
			// The files of one round may need further files.
			for (let before = -1; before !== store.size(); ) {
				before = store.size();
				const files = await runInTurns(closureWithExtensions(store, own));
				await fetchImports(store, files, (name) => ask("file", name));
				await askTogether(missingTypes(store, files), (type) =>
					ask("symbol", type),
				);
				await askTogether(reachableExtendable(store, symbols), askExtensions);
			}
		},
	};
}

/** Fetches imports and their imports until each is known or refused. */
async function fetchImports(
	store: FileStore,
	files: ReadonlySet<string>,
	ask: (name: string) => Promise<void>,
): Promise<void> {
	let known: Iterable<string> = files;
	for (;;) {
		const wanted = missingImports(store, known);
		if (wanted.size === 0) return;
		await askTogether(wanted, ask);
		known = wanted;
	}
}

/** Returns the imports of files that the server has not sent. */
function missingImports(
	store: FileStore,
	files: Iterable<string>,
): ReadonlySet<string> {
	const missing = new Set<string>();
	for (const name of files) {
		const { dependency = [], optionDependency = [] } =
			store.get(name)?.proto ?? {};
		for (const wanted of [...dependency, ...optionDependency])
			if (store.get(wanted) === undefined && !isWellKnownFile(wanted))
				missing.add(wanted);
	}
	return missing;
}

/**
 * Returns types that files use and none defines: the server has an import under another path or does not declare it (grpcurl
 * #423, #432).
 */
function missingTypes(
	store: FileStore,
	files: ReadonlySet<string>,
): ReadonlySet<string> {
	const missing = new Set<string>();
	const isKnown = (type: string) =>
		store.findType(type) !== undefined || isWellKnownType(type);
	for (const name of files) {
		const file = store.get(name);
		if (file === undefined) continue;
		for (const reference of referencesOf(file.proto))
			if (resolveName(reference, isKnown) === undefined)
				missing.add(reference.name.replace(/^\./, ""));
	}
	return missing;
}

function isAsked(asked: Set<string>, question: string): boolean {
	if (asked.has(question)) return true;
	remember(asked, question);
	return false;
}

/** @throws PluginError `schema` when there are too many */
function remember(asked: Set<string>, question: string): void {
	asked.add(question);
	if (asked.size > MAX_QUESTIONS) throw tooMuchSchema();
}

/** The statuses after which the server answers no question. Any other may be its way to refuse one question. */
const FINAL_STATUSES: ReadonlySet<string> = new Set<StatusName>([
	"CANCELLED",
	"DEADLINE_EXCEEDED",
	"PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED",
	"UNAUTHENTICATED",
	"UNAVAILABLE",
]);

function requireAnswering(
	answer: { readonly kind: "files" | "extensions" } | ReflectionFailure,
): void {
	if (answer.kind === "failed" && FINAL_STATUSES.has(answer.status.name))
		throw reflectionError("the server stopped describing its files", answer);
}

function tooMuchSchema(): PluginError {
	return new PluginError(
		"schema",
		`the server's schema has no end: more than ${MAX_FILES} files, ${MAX_MIB} MiB, ${MAX_WEIGHT} declarations or ${MAX_QUESTIONS} questions`,
		{ hint: [GIVE_FILES] },
	);
}
