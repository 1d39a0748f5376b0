import type { DescMessage } from "@bufbuild/protobuf";
import { PluginError } from "../../errors.ts";
import type { RequestOptions } from "../codec.ts";
import { findWireFault } from "../wire/find-wire-fault.ts";
import { refuseTooLarge } from "./size.ts";

/**
 * Reads the whole input as one serialized message. It refuses bytes that are no message of the input type, but sends them
 * unchanged where unknown fields are allowed.
 */
export async function* readBinary(
	chunks: AsyncIterable<Uint8Array>,
	input: DescMessage,
	{ origin, registry, unknownFields }: RequestOptions,
): AsyncGenerator<Uint8Array> {
	const held: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of chunks) {
		held.push(chunk);
		length += chunk.length;
		refuseTooLarge(length, origin);
	}
	if (length === 0) return;
	const bytes = Buffer.concat(held);
	const fault = findWireFault(input, bytes, registry);
	if (fault !== undefined && unknownFields === "refuse")
		throw new PluginError(
			"bad-input",
			`${origin}: no ${input.typeName} in binary form: ${fault}`,
			{ hint: isJson(bytes) ? [JSON_HINT] : [] },
		);
	yield bytes;
}

const JSON_HINT =
	"--format binary is for requests, too: JSON goes without it, and -o json prints the responses";

/** Whether bytes that are not a message look like JSON. */
function isJson(bytes: Uint8Array): boolean {
	return /^\s*\{/.test(Buffer.from(bytes.subarray(0, 100)).toString("latin1"));
}
