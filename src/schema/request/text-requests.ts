import { type DescMessage, toBinary } from "@bufbuild/protobuf";
import { fromText } from "@bufbuild/protobuf/txtpb";
import { messageOf } from "../../errors.ts";
import type { RequestOptions } from "../codec.ts";
import {
	type Position,
	positionIn,
	refuseIn,
	START,
} from "../fault/input-fault.ts";
import { findTextFault, textError } from "../text/find-text-fault.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import { readLearning } from "./learning.ts";
import { refuseTooLarge } from "./size.ts";

/** ASCII's record separator stands between two messages, as in grpcurl. */
const SEPARATOR = "\x1e";

/** Reads messages in the text format. A message, maybe an empty one, follows every separator, as in grpcurl. Empty input has none. */
export async function* readText(
	chunks: AsyncIterable<Uint8Array>,
	input: DescMessage,
	options: RequestOptions,
): AsyncGenerator<Uint8Array> {
	let held: string[] = [];
	let length = 0;
	let isEmpty = true;
	let start = START;
	const take = async (last: string): Promise<Uint8Array> => {
		const text = held.join("") + last;
		const bytes = await readLearning(options, (registry) =>
			encodeText(text, start, input, { ...options, registry }),
		);
		start = positionIn(text + SEPARATOR, text.length + 1, start);
		held = [];
		length = 0;
		return bytes;
	};
	for await (const piece of decodeUtf8(chunks, options.origin)) {
		isEmpty = false;
		const parts = piece.split(SEPARATOR);
		const rest = parts.pop() ?? "";
		for (const part of parts) yield await take(part);
		held.push(rest);
		length += rest.length;
		refuseTooLarge(length, options.origin);
	}
	if (!isEmpty) yield await take("");
}

/** Returns the bytes of the message in a text. */
function encodeText(
	text: string,
	start: Position,
	input: DescMessage,
	{ registry, origin }: RequestOptions,
): Uint8Array {
	const refuse = refuseIn(origin, text, start);
	const wrong = textError(text, input, registry);
	if (wrong !== undefined) refuse(findTextFault(text, input, registry, wrong));
	try {
		return toBinary(input, fromText(input, text, { registry }));
	} catch (error) {
		const problem = messageOf(error);
		return refuse({ at: 0, path: "", problem });
	}
}
