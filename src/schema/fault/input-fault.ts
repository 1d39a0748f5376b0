import { endingOf } from "../../cut-text.ts";
import { PluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";

/** A place in a text. Line and column start at 1, and columns count characters. */
export type Position = { readonly line: number; readonly column: number };

/** Where a text begins. */
export const START: Position = { line: 1, column: 1 };

/** What is wrong with a message of the input, and where. */
export type InputFault = {
	/** Offset in the message's text. */
	readonly at: number;
	/** The field that has the fault, such as `user.address[2].zip`. Empty for the message itself. */
	readonly path: string;
	readonly problem: string;
	readonly hint?: readonly string[];
};

/** Returns the path of a field of the message at `path`: see {@link InputFault.path}. */
export function fieldPath(path: string, name: string): string {
	return path === "" ? name : `${path}.${name}`;
}

/** Reports a fault in the message that is being read. */
export type Refuse = (fault: InputFault) => never;

/** Returns the position of `offset` in a text that itself begins at `start`. */
export function positionIn(
	text: string,
	offset: number,
	start: Position,
): Position {
	let line = start.line;
	let lineStart = -1;
	for (
		let at = text.indexOf("\n");
		at !== -1 && at < offset;
		at = text.indexOf("\n", at + 1)
	) {
		line++;
		lineStart = at;
	}
	const column = countCharacters(text, lineStart + 1, offset);
	return {
		line,
		column: lineStart === -1 ? start.column + column : column + 1,
	};
}

const LOW_SURROGATE = /[\udc00-\udfff]/g;

/** Counts the characters between two offsets. A surrogate pair is one character. */
function countCharacters(text: string, from: number, to: number): number {
	if (text.search(LOW_SURROGATE) === -1) return to - from;
	const pairs = text.slice(from, to).match(LOW_SURROGATE)?.length ?? 0;
	return to - from - pairs;
}

/** Returns the error for a fault in the input named `origin`. */
export function inputError(
	origin: string,
	position: Position,
	fault: Omit<InputFault, "at">,
): PluginError {
	const { line, column } = position;
	const path = shorten(fault.path);
	const field = path === "" ? "" : `${path}: `;
	return new PluginError(
		"bad-input",
		`${origin}:${line}:${column}: ${field}${fault.problem}`,
		{
			hint: fault.hint ?? [],
			facts: {
				origin,
				line,
				column,
				...(path === "" ? {} : { field: path }),
			},
		},
	);
}

/** The longest path that a message shows, in characters. */
const MAX_PATH = 120;

/** Keeps the end of a path that is too long. */
function shorten(path: string): string {
	return path.length > MAX_PATH ? `…${endingOf(path, MAX_PATH)}` : path;
}

/** Returns a reporter of faults for one message of an input. */
export function refuseIn(
	origin: string,
	text: string,
	start: Position,
): Refuse {
	return ({ at, ...fault }) => {
		throw inputError(origin, positionIn(text, at, start), fault);
	};
}

/** The hint for requests that are given as a JSON array, as some tools take them. */
export const SEPARATELY: readonly string[] = [
	"requests are given one after the other: {…} {…}",
];

/** A list of more names than this does not help. */
const MAX_LISTED = 20;

/** Returns the hint for an unknown name: the most similar known name, or else all of `listed` where they are few. */
export function nearHint(
	name: string,
	known: readonly string[],
	listed = known,
): readonly string[] {
	const near = nearest(name, known);
	if (near !== undefined) return [`did you mean "${near}"?`];
	return listed.length > 0 && listed.length <= MAX_LISTED
		? [`there are: ${listed.join(", ")}`]
		: [];
}
