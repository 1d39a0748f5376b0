import type { CreateRequestReader } from "../codec.ts";
import { readBinary } from "./binary-requests.ts";
import { readJson } from "./json-requests.ts";
import { readText } from "./text-requests.ts";

/** Returns a reader of requests for a method's input type, see {@link CreateRequestReader}. */
export const createRequestReader: CreateRequestReader = (input, options) => {
	switch (options.format) {
		case "json":
			return (chunks) => readJson(chunks, input, options);
		case "text":
			return (chunks) => readText(chunks, input, options);
		case "binary":
			return (chunks) => readBinary(chunks, input, options);
	}
};
