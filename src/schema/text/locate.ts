import type { DescField, DescMessage, Registry } from "@bufbuild/protobuf";
import { fieldPath } from "../fault/input-fault.ts";
import { typeNameOf } from "../json/custom-json.ts";
import { textFieldOf } from "./field-name.ts";
import type { TextToken } from "./tokens.ts";

/** The place of a token of the text format. */
export type TextPlace = {
	/** The message around the token, where the schema has it. */
	readonly message: DescMessage | undefined;
	/** The path of the field around the token. For a field's name it is the path of the message. */
	readonly path: string;
	/** The field whose value the token is part of. */
	readonly field: DescField | undefined;
	readonly role: "name" | "value";
};

/** A message that is open at a place of the text. */
type Frame = {
	/** The message whose fields stand here. Undefined for a map entry and for an unknown message. */
	readonly message: DescMessage | undefined;
	readonly entryOf: DescField | undefined;
	readonly path: string;
	/** How often each field has occurred. */
	readonly seen: Map<string, number>;
	field: OpenField | undefined;
};

type OpenField = {
	readonly desc: DescField | undefined;
	/** The type that the bracketed name in an Any gives. */
	readonly message: DescMessage | undefined;
	readonly entryOf: DescField | undefined;
	readonly name: string;
	state: "awaits value" | "in list" | "complete";
};

/** Returns the place of the last token. It follows names and brackets from the first token on; all but the last must be correct. */
export function locate(
	tokens: readonly TextToken[],
	desc: DescMessage,
	registry: Registry,
): TextPlace {
	let last = placeIn(openFrame(desc, undefined, ""), "name");
	for (const { place } of placesOf(tokens, desc, registry)) last = place;
	return last;
}

/**
 * Yields the places of tokens, and their indexes. A name in brackets is one place, that of its `[`; the name is read only after
 * the yield, so that the caller may replace it.
 */
export function* placesOf(
	tokens: readonly TextToken[],
	desc: DescMessage,
	registry: Registry,
): Generator<{ readonly at: number; readonly place: TextPlace }> {
	const frames: Frame[] = [openFrame(desc, undefined, "")];
	for (let at = 0; at < tokens.length; at++) {
		const frame = frames.at(-1);
		const text = tokens[at]?.text ?? "";
		if (frame === undefined) return;
		if (text === "[" && !awaitsValue(frame)) {
			yield { at, place: placeIn(frame, "name") };
			const close = closingBracket(tokens, at);
			openField(frame, textOf(tokens, at, close), registry);
			at = close;
		} else yield { at, place: follow(frames, frame, text, registry) };
	}
}

function openFrame(
	message: DescMessage | undefined,
	entryOf: DescField | undefined,
	path: string,
): Frame {
	return { message, entryOf, path, seen: new Map(), field: undefined };
}

function awaitsValue({ field }: Frame): boolean {
	return field !== undefined && field.state !== "complete";
}

function closingBracket(tokens: readonly TextToken[], from: number): number {
	let close = from;
	while (close < tokens.length - 1 && tokens[close]?.text !== "]") close++;
	return close;
}

function textOf(
	tokens: readonly TextToken[],
	from: number,
	to: number,
): string {
	return tokens
		.slice(from, to + 1)
		.map(({ text }) => text)
		.join("");
}

/** Takes one token and returns its place. */
function follow(
	frames: Frame[],
	frame: Frame,
	text: string,
	registry: Registry,
): TextPlace {
	const { field } = frame;
	const inside = placeIn(frame, awaitsValue(frame) ? "value" : "name");
	if (text === "{" || text === "<") {
		frames.push(
			openFrame(field?.message, field?.entryOf, pathIn(frame, field)),
		);
		complete(field);
	} else if (text === "}" || text === ">") frames.pop();
	else if (text === "[" && field !== undefined) field.state = "in list";
	else if (text === "]" && field !== undefined) field.state = "complete";
	else if (text === "," && field?.state === "in list") count(frame, field.name);
	else if (/^[\w.]/.test(text) && !awaitsValue(frame)) {
		openField(frame, text, registry);
		return placeIn(frame, "name");
	} else if (/^[\w."'+-]/.test(text) && text !== "-") complete(field);
	return inside;
}

/** Completes a field at the end of its value, except in a list. */
function complete(field: OpenField | undefined): void {
	if (field?.state === "awaits value") field.state = "complete";
}

function openField(frame: Frame, name: string, registry: Registry): void {
	const { desc, any } = describe(frame, name, registry);
	const isMap = desc?.fieldKind === "map" && frame.entryOf === undefined;
	frame.field = {
		desc,
		message: any ?? (isMap ? undefined : desc?.message),
		entryOf: isMap ? desc : undefined,
		name,
		state: "awaits value",
	};
	count(frame, name);
}

function count({ seen }: Frame, name: string): void {
	seen.set(name, (seen.get(name) ?? 0) + 1);
}

type Described = {
	readonly desc: DescField | undefined;
	readonly any?: DescMessage | undefined;
};

function describe(frame: Frame, name: string, registry: Registry): Described {
	if (frame.entryOf !== undefined)
		return { desc: name === "value" ? frame.entryOf : undefined };
	if (frame.message === undefined) return { desc: undefined };
	const isAny = frame.message.typeName === "google.protobuf.Any";
	if (!isAny || !name.startsWith("["))
		return { desc: textFieldOf(frame.message, name, registry) };
	const any = registry.getMessage(typeNameOf(name.slice(1, -1)));
	return { desc: undefined, any };
}

function placeIn(frame: Frame | undefined, role: "name" | "value"): TextPlace {
	if (frame === undefined)
		return { message: undefined, path: "", field: undefined, role };
	const { message, path, field } = frame;
	if (role === "name") return { message, path, field: undefined, role };
	return { message, path: pathIn(frame, field), field: field?.desc, role };
}

function pathIn({ path, seen }: Frame, field: OpenField | undefined): string {
	if (field === undefined) return path;
	const { desc, entryOf, name } = field;
	const isRepeated = desc?.fieldKind === "list" || entryOf !== undefined;
	const index = isRepeated ? `[${(seen.get(name) ?? 1) - 1}]` : "";
	return fieldPath(path, name + index);
}
