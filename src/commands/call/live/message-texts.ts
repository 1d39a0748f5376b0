import { escapeBlock, escapeJson } from "../../../render/escape.ts";
import type { Known } from "../learn-method.ts";
import type { CallPlan } from "../options.ts";
import { bodyWriter } from "../write-body.ts";
import type { Message } from "./message.ts";

/** The text of a message, safe for a terminal, or why its bytes are not of the promised type. */
type MessageText = {
	readonly kind: "text" | "undecodable";
	readonly text: string;
};

/**
 * The texts of messages. A message is decoded when it is looked at, because a stream may bring more messages than anyone reads.
 */
export type MessageTexts = {
	/** On one line. */
	readonly compact: (message: Message) => MessageText;
	/** Whether the one-line text is cheap: it is known already, or the message is short. */
	readonly isCheap: (message: Message) => boolean;
	/** Indented, over many lines. */
	readonly whole: (message: Message) => MessageText;
};

/** A message longer than this takes a noticeable time to decode. In bytes. */
const LONG_BYTES = 64 * 1024;

/** Returns the texts of a method's responses, in the format of the plan. A one-line text is kept as long as its message. */
export function messageTexts(
	{ method, schema }: Known,
	plan: Pick<CallPlan, "writing" | "format">,
): MessageTexts {
	const writer = (layout: "compact" | "lines") =>
		bodyWriter(method.output, {
			...plan.writing,
			registry: schema.registry,
			layout,
		});
	const escaped = plan.format === "json" ? escapeJson : escapeBlock;
	const toLine = writer("compact");
	const toLines = writer("lines");
	const lines = new WeakMap<Message, MessageText>();
	const read = (write: typeof toLine, { body }: Message): MessageText => {
		const written = write(body);
		if (written.kind === "text")
			return { kind: "text", text: escaped(written.text) };
		const reason = written.kind === "undecodable" ? written.reason : "bytes";
		return { kind: "undecodable", text: reason };
	};
	return {
		isCheap: (message) =>
			message.body.length <= LONG_BYTES || lines.has(message),
		compact(message) {
			const known = lines.get(message);
			if (known !== undefined) return known;
			const text = read(toLine, message);
			lines.set(message, text);
			return text;
		},
		whole: (message) => read(toLines, message),
	};
}
