import { setTimeout as pause } from "node:timers/promises";
import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { toPluginError } from "../../../errors.ts";
import { formatDuration } from "../../../render/duration.ts";
import { runScreen } from "../../../render/ink/run-screen.tsx";
import type { Area } from "../../../render/ink/screen-frame.tsx";
import { counted } from "../../../render/prose.ts";
import { undecodableReason } from "../../../schema/response/response-writer.ts";
import { type Called, factsOf, requestsAsked } from "../called.ts";
import { conclude } from "../conclude.ts";
import type { Known } from "../learn-method.ts";
import { nameOf } from "../method.ts";
import { collectRequests, requestReader, takesOne } from "../requests.ts";
import type { Shown } from "../run-of.ts";
import { printFailure } from "../views/print-failure.ts";
import { printNote } from "../views/print-note.ts";
import type { CallModel, LiveFact } from "./call-model.ts";
import {
	type FirstUndecodable,
	firstUndecodable,
} from "./first-undecodable.ts";
import { followCall } from "./follow-call.ts";
import type { Subject } from "./header-lines.ts";
import { takeKeys } from "./keyboard.ts";
import { LiveCall } from "./live-call.tsx";
import type { Message } from "./message.ts";
import { type MessageTexts, messageTexts } from "./message-texts.ts";
import { type Outgoing, openOutgoing } from "./outgoing.ts";
import { newScreen } from "./screen-state.ts";
import { createScreenStore, type ScreenStore } from "./screen-store.ts";

/** Makes the call and shows it until the user quits the screen. That cancels a call that is still running. @throws PluginError */
export async function showLive(
	run: Shown,
	called: Called,
): Promise<ExitStatus> {
	const ending = new AbortController();
	const failing = new AbortController();
	const live = startLive(run, called, ending.signal);
	const fail = (caught: unknown) => failing.abort(toPluginError(caught));
	const following = followCall(live.facts, (fact) => take(live, fact)).catch(
		fail,
	);
	try {
		const end = await show(live, fail, failing.signal);
		return end === "quit"
			? await leave(live, live.store.get().call)
			: EXIT_STATUS.interrupted;
	} finally {
		// A reader of requests is not waited for, because a pipe may never end.
		live.outgoing.close();
		ending.abort();
		if (isRecording(called)) await Promise.race([following, patience()]);
	}
}

function take({ store, undecodable }: Live, fact: LiveFact): void {
	const { messages } = store.get().call.kept;
	store.apply({ kind: "fact", fact });
	if (fact.kind === "received")
		undecodable.drop([...messages, ...fact.messages], store.get().call.kept);
}

/** How long a recording waits for the end of a call after the user has quit, in milliseconds. */
const PATIENCE_MS = 1_000;

function isRecording({ by }: Called): boolean {
	return by.kind === "channel" && by.recorder !== undefined;
}

function patience(): Promise<void> {
	return pause(PATIENCE_MS, undefined, { ref: false });
}

type Live = {
	readonly run: Shown;
	readonly called: Called;
	readonly subject: Subject;
	readonly texts: MessageTexts;
	readonly undecodable: FirstUndecodable;
	readonly store: ScreenStore;
	readonly outgoing: Outgoing;
	readonly facts: ReturnType<typeof factsOf>;
};

/** Returns the parts of the screen. Reading the facts starts the call. */
function startLive(run: Shown, called: Called, ending: AbortSignal): Live {
	const { context, plan } = run;
	const { known, pod, by } = called;
	const isRecorded = by.kind === "recording";
	const sends = isRecorded || takesOne(known.method) ? "one" : "stream";
	const store = createScreenStore(newScreen(sizeOf(context.stdout)));
	const take = (kind: "sent" | "half-closed") => () =>
		store.apply({ kind: "fact", fact: { kind } });
	const outgoing = openOutgoing({
		first: requestsAsked(run, known),
		more: sends === "stream" ? "until-closed" : "none",
		onSent: take("sent"),
		onEnd: take("half-closed"),
	});
	if (isRecorded) take("half-closed")();
	const signal = AbortSignal.any([context.signal, ending]);
	return {
		run,
		called,
		subject: {
			method: nameOf(known.method),
			pod: pod.name,
			sends,
		},
		texts: messageTexts(known, plan),
		undecodable: firstUndecodable(faults(known)),
		store,
		outgoing,
		facts: factsOf(run, called, { requests: outgoing.requests, signal }),
	};
}

/** Returns a function that returns why a response cannot be read. What replaces a response in a recording can be read. */
function faults({ method, schema }: Known) {
	return ({ body }: Message): string | undefined =>
		body instanceof Uint8Array
			? undecodableReason(body, method.output, schema.registry)
			: undefined;
}

/** Runs the screen until it is quit or interrupted. @throws what keeps the call from being made */
async function show(
	{ run, called, subject, texts, store, outgoing }: Live,
	fail: (caught: unknown) => void,
	failing: AbortSignal,
): Promise<"quit" | "interrupted"> {
	const { stdin, stdout, stderr, signal } = run.context;
	const press = takeKeys({
		store,
		keyboard: { sends: subject.sends, texts },
		outgoing,
		encode: encoder(run, called),
		fail,
	});
	const resized = () =>
		store.apply({ kind: "resized", screen: sizeOf(stdout) });
	stdout.on("resize", resized);
	try {
		await runScreen(
			<LiveCall store={store} subject={subject} texts={texts} press={press} />,
			{
				stdin,
				stdout,
				stderr,
				colour: run.page.colour,
				signal: AbortSignal.any([signal, failing]),
			},
		);
		return "quit";
	} catch (caught) {
		const error = toPluginError(failing.aborted ? failing.reason : caught);
		if (error.code !== "cancelled") throw error;
		return "interrupted";
	} finally {
		stdout.off("resize", resized);
	}
}

/** Returns a function that reads typed text as the requests of -d are read. */
function encoder(
	{ plan }: Shown,
	{ known }: Called,
): (text: string) => Promise<readonly Uint8Array[]> {
	const { format, unknownFields } = plan;
	const read = requestReader(known, {
		format,
		unknownFields,
		origin: "message",
	});
	return (text) => collectRequests(read(once(Buffer.from(text))));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
	yield bytes;
}

/** Returns the size of the terminal. Some terminals, for example in containers, do not know their size and count as 80 by 24. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): Area {
	return { columns: columns || 80, rows: rows || 24 };
}

/** Prints the result of the call below the screen, where it stays in the terminal's history. */
async function leave(
	{ run, called, undecodable }: Live,
	{ end, sent, received, atMs, kept }: CallModel,
): Promise<ExitStatus> {
	const counts = `${counted(received, "response")} to ${counted(sent, "request")} in ${formatDuration(end?.atMs ?? atMs)}`;
	if (end === undefined) {
		printNote(run, `${counts}, then cancelled`);
		return EXIT_STATUS.ok;
	}
	printNote(run, counts);
	const told = { end, undecodable: undecodable.reason(kept) };
	return conclude(called, told, (status) =>
		printFailure(run, called, status, end),
	);
}
