import type {
	ReflectedFiles,
	ReflectionFailure,
	ReflectionSession,
} from "../../grpc/reflection.ts";
import type { StatusName } from "../../grpc/status.ts";
import { closureWithExtensions, type FileStore } from "../link/file-store.ts";
import { runInTurns } from "../link/steps.ts";
import type { SchemaProblem } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import { askTogether } from "./ask-together.ts";
import { reachableExtendable } from "./extendable.ts";
import { MAX_QUESTIONS, tooMuchSchema } from "./limits.ts";
import { missingImports, missingTypes } from "./missing-files.ts";
import { createReceivedFiles, type ReceivedFiles } from "./received-files.ts";
import { reflectionError } from "./reflection-error.ts";

/** The files that a server has sent, kept while the server is asked. */
export type ReflectedFileStore = {
	readonly store: FileStore;
	/** Files that could not be decoded, as far as they have come. */
	readonly problems: readonly SchemaProblem[];
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

/** A server, what it was asked, and what it has sent. */
type Inquiry = {
	readonly session: ReflectionSession;
	/** The questions so far, at most {@link MAX_QUESTIONS}. */
	readonly asked: Set<string>;
	readonly received: ReceivedFiles;
};

/** Returns a store for the files that a session's server sends. */
export function createReflectedFiles(
	session: ReflectionSession,
	decode: SchemaBuilder["decode"],
): ReflectedFileStore {
	const received = createReceivedFiles(decode);
	const inquiry = { session, asked: new Set<string>(), received };
	return {
		store: received.store,
		problems: received.problems,
		fetchSymbol: (symbol) => fetchSymbol(inquiry, symbol),
		complete: (symbols) => complete(inquiry, symbols),
	};
}

async function fetchSymbol(
	{ session, asked, received }: Inquiry,
	symbol: string,
): Promise<Fetched> {
	const { store, keep } = received;
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
}

async function complete(
	inquiry: Inquiry,
	symbols: readonly string[],
): Promise<void> {
	const { session } = inquiry;
	const { store } = inquiry.received;
	const own = symbols.flatMap((symbol) => store.find(symbol)?.name ?? []);
	// The files of one round may need further files.
	for (let before = -1; before !== store.size(); ) {
		before = store.size();
		const files = await runInTurns(closureWithExtensions(store, own));
		await fetchImports(inquiry, files);
		await askTogether(missingTypes(store, files), (type) =>
			askOnce(inquiry, `symbol ${type}`, type, () =>
				session.fileContainingSymbol(type),
			),
		);
		await askTogether(reachableExtendable(store, symbols), (type) =>
			fetchExtensions(inquiry, type),
		);
	}
}

/** Fetches imports and their imports until each is known or refused. */
async function fetchImports(
	inquiry: Inquiry,
	files: ReadonlySet<string>,
): Promise<void> {
	const { session, received } = inquiry;
	let known = files;
	for (;;) {
		const wanted = missingImports(received.store, known);
		if (wanted.size === 0) return;
		await askTogether(wanted, (name) =>
			askOnce(inquiry, `file ${name}`, name, () =>
				session.fileByFilename(name),
			),
		);
		known = wanted;
	}
}

async function fetchExtensions(inquiry: Inquiry, type: string): Promise<void> {
	const { session, asked, received } = inquiry;
	if (isAsked(asked, `extensions ${type}`)) return;
	const answer = await session.allExtensionNumbers(type);
	requireAnswering(answer);
	if (answer.kind !== "extensions") return;
	for (const number of answer.numbers) {
		if (received.store.extensionNumbers(type).has(number)) continue;
		await askOnce(inquiry, `extension ${number} ${type}`, type, () =>
			session.fileContainingExtension(type, number),
		);
	}
}

/** Asks a question once. A refusal brings no file, but it does not end the work. */
async function askOnce(
	{ asked, received }: Inquiry,
	question: string,
	wanted: string,
	ask: () => Promise<ReflectedFiles>,
): Promise<void> {
	if (isAsked(asked, question)) return;
	const answer = await ask();
	requireAnswering(answer);
	await received.keep(answer, wanted);
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
