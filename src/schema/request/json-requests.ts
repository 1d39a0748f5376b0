import {
	type DescMessage,
	fromJson,
	type JsonValue,
	toBinary,
} from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { messageOf } from "../../errors.ts";
import type { RequestOptions } from "../codec.ts";
import { type Refuse, refuseIn } from "../fault/input-fault.ts";
import { parseJson } from "../json/parse-json.ts";
import { prepareMessage } from "../json/prepare-message.ts";
import { createValueSplitter, type JsonText } from "../json/split-values.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import { readLearning } from "./learning.ts";
import { refuseTooLarge } from "./size.ts";
import { restoreTypeUrls } from "./type-urls.ts";

/** Reads concatenated JSON values. It yields each message as soon as its value is complete. */
export async function* readJson(
	chunks: AsyncIterable<Uint8Array>,
	input: DescMessage,
	options: RequestOptions,
): AsyncGenerator<Uint8Array> {
	const splitter = createValueSplitter();
	const encode = (value: JsonText) =>
		readLearning(options, (registry) =>
			encodeJson(value, input, { ...options, registry }),
		);
	for await (const piece of decodeUtf8(chunks, options.origin)) {
		for (const value of splitter.push(piece)) yield await encode(value);
		refuseTooLarge(splitter.pending(), options.origin);
	}
	const rest = splitter.end();
	if (rest !== undefined) yield await encode(rest);
}

/** Returns the bytes of the message in a JSON text. */
function encodeJson(
	{ text, start }: JsonText,
	input: DescMessage,
	options: RequestOptions,
): Uint8Array {
	const { origin, registry, unknownFields } = options;
	const refuse = refuseIn(origin, text, start);
	const node = parseJson(text, refuse);
	const typeUrls = new Map<string, string>();
	const read = (check: "each" | "none"): JsonValue =>
		prepareMessage(
			node,
			input,
			{ path: "", depth: 1 },
			{ registry, unknownFields, refuse, check, typeUrls },
		);
	const json = read("none");
	try {
		const message = fromJson(input, json, { registry });
		if (typeUrls.size > 0)
			restoreTypeUrls(reflect(input, message), "", typeUrls, registry);
		return toBinary(input, message);
	} catch (error) {
		read("each");
		return refuseWhole(error, refuse);
	}
}

function refuseWhole(error: unknown, refuse: Refuse): never {
	const problem = messageOf(error);
	return refuse({ at: 0, path: "", problem });
}
