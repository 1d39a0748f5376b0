import {
	type DescMessage,
	fromBinary,
	type Message,
	type Registry,
} from "@bufbuild/protobuf";
import { toText } from "@bufbuild/protobuf/txtpb";
import type {
	CreateResponseWriter,
	ResponseOptions,
	WrittenResponse,
} from "../codec.ts";
import { findWireFault } from "../wire/find-wire-fault.ts";
import { messageJson } from "./message-json.ts";

/** Makes a writer of responses for a method's output type; see {@link CreateResponseWriter}. */
export const createResponseWriter: CreateResponseWriter = (output, options) => {
	if (options.format === "binary") return (bytes) => ({ kind: "bytes", bytes });
	return (body) => writeText(body, output, options);
};

function writeText(
	body: Uint8Array,
	output: DescMessage,
	options: ResponseOptions,
): WrittenResponse {
	const fault = findWireFault(output, body, options.registry);
	if (fault !== undefined) return undecodable(output, fault);
	try {
		const message = fromBinary(output, body);
		return { kind: "text", text: format(message, output, options) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return undecodable(output, reason);
	}
}

function undecodable(output: DescMessage, reason: string): WrittenResponse {
	return { kind: "undecodable", reason: `no ${output.typeName}: ${reason}` };
}

function format(
	message: Message,
	output: DescMessage,
	options: ResponseOptions,
): string {
	if (options.format === "json") return messageJson(message, output, options);
	return messageText(message, output, options.registry).replace(/\n$/, "");
}

/** An Any whose bytes are not of its type cannot be written out: then all of them are left as type URL and bytes. */
function messageText(
	message: Message,
	output: DescMessage,
	registry: Registry,
): string {
	try {
		return toText(output, message, { registry });
	} catch {
		return toText(output, message);
	}
}
