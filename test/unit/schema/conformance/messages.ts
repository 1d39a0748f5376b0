import { join } from "node:path";
import type { DescMessage } from "@bufbuild/protobuf";
import { PluginError } from "../../../../src/errors.ts";
import type {
	RequestOptions,
	ResponseOptions,
} from "../../../../src/schema/codec.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { createRequestReader } from "../../../../src/schema/request/request-reader.ts";
import { createResponseWriter } from "../../../../src/schema/response/response-writer.ts";

const { registry } = await protoFilesSource({
	protos: ["open.proto", "closed.proto", "delimited.proto"],
	importPaths: [join(import.meta.dirname, "proto")],
}).everything();

const typeOf = (name: string): DescMessage => {
	const found = registry.getMessage(name);
	if (found === undefined) throw new Error(`no message ${name}`);
	return found;
};

/** The message of most cases. It stands for the suite's TestAllTypesProto3. */
export const OPEN = typeOf("conformance.Open");

/** Reads a message. @throws PluginError */
export async function read(
	text: string,
	options: Partial<RequestOptions>,
	type: DescMessage = OPEN,
): Promise<Uint8Array> {
	const readMessages = createRequestReader(type, {
		format: "json",
		registry,
		unknownFields: "refuse",
		origin: "-d",
		...options,
	});
	const messages: Uint8Array[] = [];
	for await (const message of readMessages(bytesOf(text)))
		messages.push(message);
	// For an empty text the text format gives an empty message, and this reader gives none.
	return messages[0] ?? new Uint8Array();
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}

/** Reads a message of a type. @throws PluginError */
export function readFrom(
	type: string,
	text: string,
	options: Partial<RequestOptions> = {},
): Promise<Uint8Array> {
	return read(text, options, typeOf(type));
}

/** Returns why a text is refused; empty when it is not. */
export async function faultOf(
	text: string,
	options: Partial<RequestOptions>,
	type?: string,
): Promise<string> {
	try {
		await read(text, options, type === undefined ? OPEN : typeOf(type));
		return "";
	} catch (error) {
		if (!(error instanceof PluginError)) throw error;
		return error.message;
	}
}

/** Returns a message as it is printed. @throws when it cannot be printed */
export function written(
	type: DescMessage | string,
	bytes: Uint8Array,
	options: Partial<ResponseOptions> = {},
): string {
	const desc = typeof type === "string" ? typeOf(type) : type;
	const response = createResponseWriter(desc, {
		format: "json",
		registry,
		defaults: "omit",
		fieldNames: "json",
		enums: "names",
		layout: "compact",
		...options,
	})(bytes);
	if (response.kind !== "text") throw new Error(JSON.stringify(response));
	return response.text;
}
