import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { fromText } from "@bufbuild/protobuf/txtpb";
import { messageOf } from "../../errors.ts";
import { type InputFault, nearHint } from "../fault/input-fault.ts";
import { expectedValue } from "../json/expectation.ts";
import { quote } from "../json/node.ts";
import { extensionNames } from "../wire/extension.ts";
import { sendableRegistry } from "../wire/message-set.ts";
import { textNamesOf } from "./field-name.ts";
import { locate, type TextPlace } from "./locate.ts";
import { type TextToken, tokenize } from "./tokens.ts";

/**
 * Returns the place at which fromText failed; its message does not contain the place. fromText reads from left to right, so the
 * place is the end of the shortest text that fails with the same message.
 */
export function findTextFault(
	text: string,
	desc: DescMessage,
	registry: Registry,
	message: string,
): InputFault {
	const tokens = tokenize(text);
	const isAtEnd = message.includes("end of input");
	const last = isAtEnd
		? tokens.length
		: firstFailing(text, tokens, desc, registry, message);
	const place = locate(tokens.slice(0, last + 1), desc, registry);
	const token = isAtEnd ? undefined : tokens[last];
	return {
		at: token?.at ?? text.trimEnd().length,
		path: place.path,
		...explain(place, token?.text, message, registry),
	};
}

/** Returns the index of the first token with which the text fails in the same way. It halves: 20 attempts for a million tokens. */
function firstFailing(
	text: string,
	tokens: readonly TextToken[],
	desc: DescMessage,
	registry: Registry,
	message: string,
): number {
	let [low, high] = [0, Math.max(0, tokens.length - 1)];
	while (low < high) {
		const middle = (low + high) >> 1;
		const part = text.slice(0, tokens[middle]?.end);
		if (textError(part, desc, registry) === message) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Returns the message with which fromText refuses a text, or why an extension in it cannot be sent; undefined if neither. */
export function textError(
	text: string,
	desc: DescMessage,
	registry: Registry,
): string | undefined {
	try {
		fromText(desc, text, { registry: sendableRegistry(registry) });
		return undefined;
	} catch (error) {
		return messageOf(error);
	}
}

function explain(
	{ message, field, role }: TextPlace,
	token: string | undefined,
	reason: string,
	registry: Registry,
): Pick<InputFault, "problem" | "hint"> {
	if (/recursion limit/.test(reason))
		return { problem: "messages nest more than 100 deep" };
	if (role === "name" && message !== undefined && /^unknown field/.test(reason))
		return {
			problem: `${message.typeName} has no field ${quote(token ?? "")}`,
			hint: nearHint(token ?? "", message.fields.flatMap(textNamesOf)),
		};
	const [, extension] = /^unknown extension "(\[.*\])"/.exec(reason) ?? [];
	if (extension !== undefined && message !== undefined)
		return {
			problem: `${message.typeName} has no field ${quote(extension)}`,
			hint: nearHint(extension, extensionNames(message, registry)),
		};
	if (/^cannot specify field by number/.test(reason))
		return {
			problem: "a field is given by its name, not by its number",
			hint: numberHint(message, Number(token)),
		};
	if (/^unterminated|escape|in string$/.test(reason))
		return { problem: reason };
	if (role === "value" && field !== undefined && isValue(token))
		return {
			problem: `expected ${expectedValue(field)}, got ${quote(token)}`,
			hint: nearHint(token, field.enum?.values.map(({ name }) => name) ?? []),
		};
	return {
		problem: reason.replace(/^cannot decode .*? from text format: /, ""),
	};
}

/** Returns the hint with the name of the field that has a number. */
function numberHint(
	message: DescMessage | undefined,
	number: number,
): readonly string[] {
	const field = message?.fields.find((each) => each.number === number);
	return field === undefined
		? []
		: [`${number} is ${textNamesOf(field).join(" or ")}`];
}

function isValue(token: string | undefined): token is string {
	return token !== undefined && /^[\w."'+-]/.test(token);
}
