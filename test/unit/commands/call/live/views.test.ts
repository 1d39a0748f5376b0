import { expect, test } from "vitest";
import type { LiveFact } from "../../../../../src/commands/call/live/call-model.ts";
import type { Message } from "../../../../../src/commands/call/live/message.ts";
import {
	reduce,
	type ScreenState,
} from "../../../../../src/commands/call/live/screen-state.ts";
import {
	ended,
	message,
	messages,
	pressAll,
	received,
	screenOf,
	seen,
} from "./build.ts";

const SUBJECT = {
	method: "user.UserService/ListUsers",
	pod: "user-service-7f98d6c569-hsc2s",
} as const;
const ONE = { ...SUBJECT, sends: "one" } as const;
const STREAM = { ...SUBJECT, sends: "stream" } as const;

const SIZES = [
	{ columns: 80, rows: 24 },
	{ columns: 40, rows: 10 },
];

/** Wide characters, control characters, and more text than a line holds. */
const ODD: readonly Message[] = [
	message(31, "日本語".repeat(20)),
	message(32, "\u202e\x1b[2Jred"),
	message(33, `${"x".repeat(200)}needle${"y".repeat(200)}`),
	message(34, "Ada"),
];
const FACTS: readonly LiveFact[] = [
	{ kind: "half-closed" },
	received(...messages(1, 30)),
	received(...ODD),
];
const HEADERS: LiveFact = {
	kind: "headers",
	metadata: [
		["content-type", "application/grpc"],
		["server", "ada"],
	],
};
const failed = ended({
	received: 34,
	status: {
		...ended().status,
		code: 5,
		name: "NOT_FOUND",
		message: "no user 42",
	},
});

const SCENES: readonly (readonly [
	name: string,
	subject: typeof ONE | typeof STREAM,
	(screen: { columns: number; rows: number }) => ScreenState,
])[] = [
	["begun", STREAM, (screen) => screenOf([], screen)],
	["following", ONE, (screen) => screenOf(FACTS, screen)],
	[
		"scrolled and paused",
		ONE,
		(screen) => {
			const { state } = pressAll(screenOf(FACTS, screen), ["g", "space"]);
			const fact = received(...messages(35, 1_200));
			return reduce(state, { kind: "fact", fact });
		},
	],
	[
		"dropped",
		ONE,
		(screen) => screenOf([received(...messages(1, 12_000))], screen),
	],
	[
		"searched",
		ONE,
		(screen) =>
			pressAll(screenOf(FACTS, screen), ["/", ..."needle", "enter"]).state,
	],
	[
		"not found",
		ONE,
		(screen) => pressAll(screenOf(FACTS, screen), ["/", ..."nobody"]).state,
	],
	[
		"open",
		ONE,
		(screen) =>
			pressAll(screenOf(FACTS, screen), ["up", "enter", "down"]).state,
	],
	[
		"metadata, before the end",
		STREAM,
		(screen) => pressAll(screenOf([HEADERS], screen), ["m"]).state,
	],
	[
		"metadata of a failure",
		ONE,
		(screen) => {
			const end = {
				...failed,
				trailers: [["retry-hint", "\x1b[2J".repeat(30)]] as const,
			};
			const facts = [HEADERS, ...FACTS, end];
			return pressAll(screenOf(facts, screen), ["m", "down"]).state;
		},
	],
	["ended in failure", ONE, (screen) => screenOf([...FACTS, failed], screen)],
	["help", ONE, (screen) => pressAll(screenOf(FACTS, screen), ["?"]).state],
	[
		"refused",
		STREAM,
		(screen) => {
			const state = screenOf([received(message(1)), { kind: "sent" }], screen);
			const typed = pressAll(state, ["i", ...'{"nmae": 1}', "enter"]).state;
			const fault = [
				'message:1:2: user.User has no field "nmae"',
				'did you mean "name"?',
			];
			return reduce(typed, { kind: "refused", fault });
		},
	],
	[
		"typing more than a line",
		STREAM,
		(screen) =>
			pressAll(screenOf([], screen), [
				"i",
				..."0123456789".repeat(10),
				"left",
				"left",
			]).state,
	],
];

test.each(SIZES)("the screen at $columns×$rows", async (screen) => {
	const pictures = SCENES.flatMap(([name, subject, make]) => {
		const lines = seen(make(screen), subject);
		expect(lines.length, name).toBeLessThanOrEqual(screen.rows);
		return [`# ${name}`, ...lines, ""];
	});
	await expect(`${pictures.join("\n")}\n`).toMatchFileSnapshot(
		`testdata/screen-${screen.columns}x${screen.rows}.golden`,
	);
});
