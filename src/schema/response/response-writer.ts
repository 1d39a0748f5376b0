import {
	type DescMessage,
	fromBinary,
	type Message,
	type Registry,
} from "@bufbuild/protobuf";
import { toText } from "@bufbuild/protobuf/txtpb";
import { messageOf } from "../../errors.ts";
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
	const read = readMessage(body, output, options.registry);
	if (read.kind === "undecodable") return read;
	try {
		return { kind: "text", text: format(read.message, output, options) };
	} catch (error) {
		return undecodable(output, messageOf(error));
	}
}

type Undecodable = Extract<WrittenResponse, { kind: "undecodable" }>;

function readMessage(
	body: Uint8Array,
	output: DescMessage,
	registry: Registry,
): { readonly kind: "message"; readonly message: Message } | Undecodable {
	const fault = findWireFault(output, body, registry);
	if (fault !== undefined) return undecodable(output, fault);
	try {
		return { kind: "message", message: fromBinary(output, body) };
	} catch (error) {
		return undecodable(output, messageOf(error));
	}
}

/** Says why bytes are no message of the type promised, or undefined when they are one: without its text, which costs several times as much. It never throws. */
export function undecodableReason(
	body: Uint8Array,
	output: DescMessage,
	registry: Registry,
): string | undefined {
	const read = readMessage(body, output, registry);
	return read.kind === "undecodable" ? read.reason : undefined;
}

function undecodable(output: DescMessage, reason: string): Undecodable {
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
		return toText(output, message, { registry, printUnknownFields: true });
	} catch {
		return toText(output, message, { printUnknownFields: true });
	}
}
