import { stat } from "node:fs/promises";
import type { DescMethod } from "@bufbuild/protobuf";
import { PluginError, toPluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import type {
	CreateRequestReader,
	MessageFormat,
	RequestOptions,
} from "../../schema/codec.ts";
import { createRequestReader } from "../../schema/request/request-reader.ts";
import { shellWord } from "../../shell-word.ts";
import { readPieces } from "../../whole-file.ts";
import { isStdin } from "./is-stdin.ts";
import type { Known } from "./learn-method.ts";

export type RequestsOptions = {
	readonly known: Pick<Known, "method" | "schema" | "types">;
	/** The values of -d. */
	readonly data: readonly string[];
	readonly format: MessageFormat;
	readonly unknownFields: "refuse" | "allow";
	readonly stdin: AsyncIterable<Uint8Array | string>;
};

/** Whether the method takes one message. */
export function takesOne({ methodKind }: DescMethod): boolean {
	return methodKind === "unary" || methodKind === "server_streaming";
}

/** Whether the method gives one message. */
export function givesOne({ methodKind }: DescMethod): boolean {
	return methodKind === "unary" || methodKind === "client_streaming";
}

/**
 * The requests of a call, serialized. A method that takes one has all of its input read before anything is sent, and without input
 * gets the empty message, as with grpcurl; a stream's are given as they come.
 * @throws PluginError `bad-input`, with what came before a fault given by then
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

/** Serialized requests: as they come, or those there are. */
export type Requests = AsyncIterable<Uint8Array> | readonly Uint8Array[];

/** All requests at once. @throws what reading them throws */
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
			if (origin !== "-d" || !(await isFile(value))) throw caught;
			throw withFileHint(value, toPluginError(caught));
		}
	}
}

/** Makes a reader of requests that asks the server for types that they pack and the method's files lack. */
export function requestReader(
	{ method, schema, types }: RequestsOptions["known"],
	options: Pick<RequestOptions, "format" | "unknownFields" | "origin">,
): ReturnType<CreateRequestReader> {
	const { registry } = schema;
	const { learn } = types;
	return createRequestReader(method.input, { ...options, registry, learn });
}

/** An error in what -d holds, which is a file's name. */
function withFileHint(path: string, error: PluginError): PluginError {
	return new PluginError(error.code, error.message, {
		cause: error.cause,
		hint: [`-d @${shellWord(path)} reads the file of that name`],
	});
}

/** A text that no file could have for its name is none. */
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
	if (isStdin(value)) return { chunks: asBytes(stdin), origin: "stdin" };
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
