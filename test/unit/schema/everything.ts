import { join } from "node:path";
import type { DescMessage } from "@bufbuild/protobuf";
import { PluginError } from "../../../src/errors.ts";
import type {
	RequestOptions,
	ResponseOptions,
} from "../../../src/schema/codec.ts";
import { linkFiles } from "../../../src/schema/link/link-files.ts";
import { rawFileOf } from "../../../src/schema/link/raw-file.ts";
import { createRequestReader } from "../../../src/schema/request/request-reader.ts";
import { createResponseWriter } from "../../../src/schema/response/response-writer.ts";
import { buildProtos } from "./build.ts";

/** The files under test/unit/schema/proto, linked like a server's files. */
export const { registry } = linkFiles(
	buildProtos(join(import.meta.dirname, "proto")).file.map(rawFileOf),
);

/** Returns the type of a message in these files. */
export function messageType(name: string): DescMessage {
	const desc = registry.getMessage(name);
	if (desc === undefined) throw new Error(`no message type ${name}`);
	return desc;
}

export const EVERYTHING = messageType("everything.v1.Everything");
export const LEGACY = messageType("everything.v1.Legacy");
export const DELIMITED = messageType("everything.v1.Delimited");

async function* chunksOf(
	chunks: readonly (string | Uint8Array)[],
): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield Buffer.from(chunk);
}

/** Reads messages of a type from input that comes in these chunks. */
export async function readAll(
	desc: DescMessage,
	chunks: string | Uint8Array | readonly (string | Uint8Array)[],
	options: Partial<RequestOptions> = {},
): Promise<readonly Uint8Array[]> {
	const read = createRequestReader(desc, {
		format: "json",
		registry,
		unknownFields: "refuse",
		origin: "-d",
		...options,
	});
	const given =
		typeof chunks === "string" || chunks instanceof Uint8Array
			? [chunks]
			: chunks;
	const messages: Uint8Array[] = [];
	for await (const message of read(chunksOf(given))) messages.push(message);
	return messages;
}

/** Returns the error for input that cannot be read, with its hints; `read 1` when it can be read. */
export async function faultIn(
	desc: DescMessage,
	input: string | Uint8Array,
	options: Partial<RequestOptions> = {},
): Promise<string> {
	try {
		return `read ${(await readAll(desc, input, options)).length}`;
	} catch (error) {
		if (!(error instanceof PluginError)) throw error;
		return [error.message, ...error.hint].join(" | ");
	}
}

/** Returns a message of a type as text. */
export function written(
	desc: DescMessage,
	body: Uint8Array,
	options: Partial<ResponseOptions> = {},
): string {
	const response = createResponseWriter(desc, {
		format: "json",
		registry,
		defaults: "omit",
		fieldNames: "json",
		enums: "names",
		layout: "compact",
		...options,
	})(body);
	if (response.kind === "bytes") return "bytes";
	return response.kind === "text" ? response.text : `!! ${response.reason}`;
}

/** Reads one message from JSON and returns it written as JSON. */
export async function echo(
	desc: DescMessage,
	json: string,
	options: Partial<ResponseOptions> = {},
): Promise<string> {
	const [body] = await readAll(desc, json);
	return body === undefined ? "" : written(desc, body, options);
}
