import type { CallEnd } from "../../../../../src/commands/call/facts.ts";
import { bodyLines } from "../../../../../src/commands/call/live/body-lines.ts";
import type { LiveFact } from "../../../../../src/commands/call/live/call-model.ts";
import { footerLines } from "../../../../../src/commands/call/live/footer-lines.ts";
import {
	headerLines,
	type Subject,
} from "../../../../../src/commands/call/live/header-lines.ts";
import type { Sends } from "../../../../../src/commands/call/live/keys.ts";
import type { Message } from "../../../../../src/commands/call/live/message.ts";
import type { MessageTexts } from "../../../../../src/commands/call/live/message-texts.ts";
import {
	type Effect,
	press,
} from "../../../../../src/commands/call/live/press.ts";
import {
	newScreen,
	reduce,
	type ScreenState,
} from "../../../../../src/commands/call/live/screen-state.ts";
import { cutTo, plainText } from "../../../../../src/render/span.ts";

/** Formats messages whose bodies are JSON already. */
export const TEXTS: MessageTexts = {
	isCheap: ({ body }) => body.length < 1_000,
	compact: ({ body }) => ({ kind: "text", text: Buffer.from(body).toString() }),
	whole: ({ body }) => ({
		kind: "text",
		text: JSON.stringify(JSON.parse(Buffer.from(body).toString()), null, 2),
	}),
};

/** Returns a response. It came `number` tenths of a second after the start. */
export function message(number: number, text = `m${number}`): Message {
	const body = Buffer.from(JSON.stringify({ text, number }));
	return { number, atMs: number * 100, body };
}

/** Returns `count` responses, numbered from `first`. */
export function messages(first: number, count: number): readonly Message[] {
	return Array.from({ length: count }, (_, index) => message(first + index));
}

/** Returns the fact that these responses arrived together. */
export function received(...arrived: readonly Message[]): LiveFact {
	return {
		kind: "received",
		messages: arrived,
		atMs: arrived.at(-1)?.atMs ?? 0,
	};
}

/** Returns the end of a call. */
export function ended(change: Partial<CallEnd> = {}): CallEnd {
	return {
		kind: "end",
		status: {
			code: 0,
			name: "OK",
			message: "",
			details: undefined,
			source: "server",
		},
		trailers: [],
		sent: 1,
		received: 0,
		atMs: 3_200,
		reason: "status",
		fault: undefined,
		...change,
	};
}

/** Returns the screen's state after these facts. */
export function screenOf(
	facts: readonly LiveFact[],
	screen = { columns: 80, rows: 24 },
): ScreenState {
	return facts.reduce(
		(state, fact) => reduce(state, { kind: "fact", fact }),
		newScreen(screen),
	);
}

/** Returns the state after these keys, and what they asked of the call. A name of one letter types that letter. */
export function pressAll(
	state: ScreenState,
	keys: readonly string[],
	sends: Sends = "stream",
): { readonly state: ScreenState; readonly effects: readonly Effect[] } {
	const effects: Effect[] = [];
	let after = state;
	for (const name of keys) {
		const event =
			Array.from(name).length === 1 ? { name, text: name } : { name };
		const pressed = press(after, event, { sends, texts: TEXTS });
		after = pressed.state;
		if (pressed.effect !== undefined) effects.push(pressed.effect);
	}
	return { state: after, effects };
}

/** Returns what a person sees, without colours. */
export function seen(state: ScreenState, subject: Subject): readonly string[] {
	const lines = [
		...headerLines(state, subject),
		...bodyLines(state, subject, TEXTS),
		...footerLines(state, subject),
	];
	return lines.map((line) => plainText(cutTo(line, state.screen.columns)));
}
