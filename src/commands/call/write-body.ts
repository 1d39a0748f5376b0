import type { DescMessage } from "@bufbuild/protobuf";
import type { ResponseOptions, WrittenResponse } from "../../schema/codec.ts";
import { createResponseWriter } from "../../schema/response/response-writer.ts";
import type { Body, WithheldBody } from "./facts.ts";

/**
 * Returns a function that writes responses, and what replaces them in a recording without payloads. The function never throws.
 */
export function bodyWriter(
	output: DescMessage,
	options: ResponseOptions,
): (body: Body) => WrittenResponse {
	const write = createResponseWriter(output, options);
	const indent = options.layout === "lines" ? 2 : undefined;
	return (body) =>
		body instanceof Uint8Array
			? write(body)
			: { kind: "text", text: JSON.stringify(placeholder(body), null, indent) };
}

function placeholder({ length, digest }: WithheldBody) {
	return { "@not-recorded": `${length} bytes, ${digest}` };
}
