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
import { memoryBudgetFor, OVER_BUDGET } from "../wire/memory-budget.ts";
import { messageJson } from "./message-json.ts";

/** Returns a writer of responses for a method's output type, see {@link CreateResponseWriter}. */
export const createResponseWriter: CreateResponseWriter = (output, options) => {
	if (options.format === "binary") return (bytes) => ({ kind: "bytes", bytes });
	return (body) => writeText(body, output, options);
};

function writeText(
	body: Uint8Array,
	output: DescMessage,
	options: ResponseOptions,
): WrittenResponse {
	const read = readMessage(body, output, options);
	if (read.kind === "undecodable") return read;
	try {
		return {
			kind: "text",
			text: format(read.message, output, options, body.length),
		};
	} catch (error) {
		return undecodable(output, messageOf(error));
	}
}

type Undecodable = Extract<WrittenResponse, { kind: "undecodable" }>;

function readMessage(
	body: Uint8Array,
	output: DescMessage,
	{ registry, defaults }: Pick<ResponseOptions, "registry" | "defaults">,
): { readonly kind: "message"; readonly message: Message } | Undecodable {
	const budget = memoryBudgetFor(body, defaults);
	const fault = findWireFault(output, body, registry, budget);
	if (budget.leftBytes < 0)
		return { kind: "undecodable", reason: `${output.typeName} ${OVER_BUDGET}` };
	if (fault !== undefined) return undecodable(output, fault);
	try {
		return { kind: "message", message: fromBinary(output, body) };
	} catch (error) {
		return undecodable(output, messageOf(error));
	}
}

/**
 * Returns why bytes are no message of the expected type, or undefined where they are one. It does not write the text, which takes
 * several times as long. It never throws.
 */
export function undecodableReason(
	body: Uint8Array,
	output: DescMessage,
	registry: Registry,
): string | undefined {
	const read = readMessage(body, output, { registry, defaults: "omit" });
	return read.kind === "undecodable" ? read.reason : undefined;
}

function undecodable(output: DescMessage, reason: string): Undecodable {
	return { kind: "undecodable", reason: `no ${output.typeName}: ${reason}` };
}

function format(
	message: Message,
	output: DescMessage,
	options: ResponseOptions,
	bytes: number,
): string {
	if (options.format === "json") return messageJson(message, output, options);
	const { registry } = options;
	const printUnknownFields = bytes <= MOST_WITH_UNKNOWN_BYTES;
	return messageText(message, output, { registry, printUnknownFields }).replace(
		/\n$/,
		"",
	);
}

/** The most bytes of a message whose unknown fields are written: read as nested messages, they can take a hundred times as much text. */
const MOST_WITH_UNKNOWN_BYTES = 1024 * 1024;

/** Returns a message in the text format. Where the bytes of one Any do not match its type, every Any is written as type URL and bytes. */
function messageText(
	message: Message,
	output: DescMessage,
	{ registry, ...options }: TextOptions,
): string {
	try {
		return toText(output, message, { registry, ...options });
	} catch {
		return toText(output, message, options);
	}
}

type TextOptions = {
	readonly registry: Registry;
	readonly printUnknownFields: boolean;
};
