import { stat } from "node:fs/promises";
import type { DescMethod } from "@bufbuild/protobuf";
import { PluginError, toPluginError, withHint } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import type {
	CreateRequestReader,
	MessageFormat,
	RequestOptions,
} from "../../schema/codec.ts";
import { createRequestReader } from "../../schema/request/request-reader.ts";
import { shellWord } from "../../shell-word.ts";
import { readPieces } from "../../whole-file.ts";
import type { Known } from "./learn-method.ts";
import { isStdin } from "./stdin.ts";

export type RequestsOptions = {
	readonly known: Pick<Known, "method" | "schema" | "types">;
	/** The values of -d. */
	readonly data: readonly string[];
	readonly format: MessageFormat;
	readonly unknownFields: "refuse" | "allow";
	/** Opens standard input. Called only if -d names it. */
	readonly stdin: () => AsyncIterable<Uint8Array | string>;
};

/** Returns whether the method takes exactly one request. */
export function takesOne({ methodKind }: DescMethod): boolean {
	return methodKind === "unary" || methodKind === "server_streaming";
}

/** Returns whether the method gives exactly one response. */
export function givesOne({ methodKind }: DescMethod): boolean {
	return methodKind === "unary" || methodKind === "client_streaming";
}

/**
 * Yields the serialized requests of a call. For a method that takes one request, it reads all input before it yields, and
 * without input it yields the empty message, as grpcurl does. For a stream, it yields requests as they come.
 * @throws PluginError `bad-input`, after it has yielded the requests before the fault
 */
export async function* requestsOf(
	options: RequestsOptions,
): AsyncGenerator<Uint8Array, void> {
	const { method } = options.known;
	if (!takesOne(method)) return yield* readAll(options);
	const messages: Uint8Array[] = [];
	for await (const message of readAll(options)) {
		if (messages.push(message) > 1)
			throw new PluginError(
				"bad-input",
				`${method.name} takes one message, and there are more`,
			);
	}
	yield messages[0] ?? new Uint8Array();
}

/** Serialized requests: a stream of them, or a complete list. */
export type Requests = AsyncIterable<Uint8Array> | readonly Uint8Array[];

/** Reads all requests into a list. @throws what reading them throws */
export async function collectRequests(
	requests: Requests,
): Promise<readonly Uint8Array[]> {
	const found: Uint8Array[] = [];
	for await (const request of requests) found.push(request);
	return found;
}

async function* readAll({
	known,
	data,
	format,
	unknownFields,
	stdin,
}: RequestsOptions): AsyncGenerator<Uint8Array, void> {
	for (const value of data) {
		const { chunks, origin } = inputOf(value, stdin);
		const read = requestReader(known, { format, unknownFields, origin });
		try {
			yield* read(chunks);
		} catch (caught) {
			if (origin !== "-d") throw caught;
			throw await hintAtArgument({ value, format }, toPluginError(caught));
		}
	}
}

/**
 * Returns a reader of requests. The reader asks the server for types that requests pack in an Any and the method's files lack.
 */
export function requestReader(
	{ method, schema, types }: RequestsOptions["known"],
	options: Pick<RequestOptions, "format" | "unknownFields" | "origin">,
): ReturnType<CreateRequestReader> {
	const { registry } = schema;
	const { learn } = types;
	return createRequestReader(method.input, { ...options, registry, learn });
}

/** JSON as it arrives where a shell takes its double quotes away, or leaves the single quotes or backslashes that protect them. */
const REQUOTED = /^'|^\{\s*\\"|^\{\s*\w+\s*:[^"]*$/;

const SHELLS_HINT =
	"shells differ in the quotes that they leave: -d @FILE, or -d - for standard input";

/** `id=42`, as other tools take it. */
const ASSIGNMENT = /^[A-Za-z_][\w.]*=/;

/** Returns an error in a value of -d with what its text tells: it names a file, is no JSON, or a shell has changed its quotes. */
async function hintAtArgument(
	{ value, format }: { readonly value: string; readonly format: MessageFormat },
	error: PluginError,
): Promise<PluginError> {
	const hint =
		/^[^\s"'{]+\.json$/.test(value) || (await isFile(value))
			? [`-d @${shellWord(value)} reads the file of that name`]
			: [
					...error.hint,
					...(REQUOTED.test(value) ? [SHELLS_HINT] : []),
					...(format === "json" && ASSIGNMENT.test(value)
						? [`a request is JSON: -d '{"id": "42"}'`]
						: []),
				];
	return withHint(error, hint);
}

/** A text that cannot be a file's name is not a file. */
function isFile(path: string): Promise<boolean> {
	return stat(path).then(
		(found) => found.isFile(),
		() => false,
	);
}

function inputOf(
	value: string,
	stdin: RequestsOptions["stdin"],
): { readonly chunks: AsyncIterable<Uint8Array>; readonly origin: string } {
	if (isStdin(value)) return { chunks: asBytes(stdin()), origin: "stdin" };
	if (value.startsWith("@")) {
		const path = value.slice(1);
		return { chunks: fileChunks(path), origin: path };
	}
	return { chunks: asBytes([value]), origin: "-d" };
}

async function* asBytes(
	pieces: AsyncIterable<Uint8Array | string> | Iterable<string>,
): AsyncGenerator<Uint8Array, void> {
	for await (const piece of pieces)
		yield typeof piece === "string" ? Buffer.from(piece) : piece;
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void> {
	try {
		yield* readPieces(path);
	} catch (cause) {
		throw unreadable(cause, { named: "-d", file: path });
	}
}
