import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { toPluginError } from "../../../errors.ts";
import { formatDuration } from "../../../render/duration.ts";
import { runScreen } from "../../../render/ink/run-screen.tsx";
import type { Area } from "../../../render/ink/screen-frame.tsx";
import { counted } from "../../../render/prose.ts";
import { createRequestReader } from "../../../schema/request/request-reader.ts";
import { type Called, requestsAsked } from "../called.ts";
import { conclude } from "../conclude.ts";
import { pathOf } from "../method.ts";
import { performCall } from "../perform.ts";
import { collectRequests, takesOne } from "../requests.ts";
import type { Run } from "../run-of.ts";
import { printFailure } from "../views/print-failure.ts";
import { tell } from "../views/tell.ts";
import type { CallModel } from "./call-model.ts";
import { followCall } from "./follow-call.ts";
import type { Subject } from "./header-lines.ts";
import { takeKeys } from "./keyboard.ts";
import { LiveCall } from "./live-call.tsx";
import { type MessageTexts, messageTexts } from "./message-texts.ts";
import { type Outgoing, openOutgoing } from "./outgoing.ts";
import { newScreen } from "./screen-state.ts";
import { createScreenStore, type ScreenStore } from "./screen-store.ts";

/** Makes the call and shows it until the screen is quit, which cancels a call under way. @throws PluginError */
export async function showLive(run: Run, called: Called): Promise<ExitStatus> {
	const { context, plan } = run;
	const { method } = called.known;
	const texts = messageTexts(called.known, plan);
	const subject: Subject = {
		method: pathOf(method).slice(1),
		pod: called.target.pod.name,
		sends: takesOne(method) ? "one" : "stream",
	};
	const store = createScreenStore(newScreen(sizeOf(context.stdout)));
	const take = (kind: "sent" | "half-closed") => () =>
		store.apply({ kind: "fact", fact: { kind } });
	const outgoing = openOutgoing({
		first: requestsAsked(run, called.known),
		more: subject.sends === "stream" ? "until-closed" : "none",
		onSent: take("sent"),
		onEnd: take("half-closed"),
	});
	const ending = new AbortController();
	const failing = new AbortController();
	const facts = performCall({
		channel: called.channel,
		method,
		requests: outgoing.requests,
		call: {
			...plan.call,
			signal: AbortSignal.any([context.signal, ending.signal]),
		},
		limit: plan.limit,
	});
	const following = followCall(facts, (fact) =>
		store.apply({ kind: "fact", fact }),
	).catch((caught: unknown) => failing.abort(toPluginError(caught)));
	const screen = { run, called, subject, texts, store, outgoing };
	let model: CallModel;
	try {
		if ((await show(screen, failing.signal)) === "interrupted")
			return EXIT_STATUS.interrupted;
		model = store.get().call;
	} finally {
		outgoing.close();
		ending.abort();
		await following;
	}
	return leave(screen, model);
}

type LiveScreen = {
	readonly run: Run;
	readonly called: Called;
	readonly subject: Subject;
	readonly texts: MessageTexts;
	readonly store: ScreenStore;
	readonly outgoing: Outgoing;
};

/** Runs the screen until it is quit or interrupted. @throws what keeps the call from being made */
async function show(
	{ run, called, subject, texts, store, outgoing }: LiveScreen,
	failing: AbortSignal,
): Promise<"quit" | "interrupted"> {
	const { context, plan, page } = run;
	const { method, schema } = called.known;
	const read = createRequestReader(method.input, {
		format: plan.format,
		registry: schema.registry,
		unknownFields: plan.unknownFields,
		origin: "message",
	});
	const press = takeKeys({
		store,
		keyboard: { sends: subject.sends, texts },
		outgoing,
		encode: (text) => collectRequests(read(once(Buffer.from(text)))),
	});
	const resized = () =>
		store.apply({ kind: "resized", screen: sizeOf(context.stdout) });
	context.stdout.on("resize", resized);
	try {
		await runScreen(
			<LiveCall store={store} subject={subject} texts={texts} press={press} />,
			{
				stdin: context.stdin,
				stdout: context.stdout,
				colour: page.colour,
				signal: AbortSignal.any([context.signal, failing]),
			},
		);
		return "quit";
	} catch (caught) {
		const error = toPluginError(failing.aborted ? failing.reason : caught);
		if (error.code !== "cancelled") throw error;
		return "interrupted";
	} finally {
		context.stdout.off("resize", resized);
	}
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
	yield bytes;
}

/** A terminal that does not know its size, as in some containers, counts as 80 by 24. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): Area {
	return { columns: columns || 80, rows: rows || 24 };
}

/** Leaves in the terminal's history what came of the call. */
async function leave(
	{ run, called, texts }: LiveScreen,
	{ end, sent, received, atMs, kept }: CallModel,
): Promise<ExitStatus> {
	const counts = `${counted(received, "response")} to ${counted(sent, "request")} in ${formatDuration(end?.atMs ?? atMs)}`;
	if (end === undefined) {
		tell(run, `${counts}, then cancelled`);
		return EXIT_STATUS.ok;
	}
	tell(run, counts);
	const undecodable = kept.messages
		.map(texts.compact)
		.find(({ kind }) => kind === "undecodable")?.text;
	return conclude(called, { end, undecodable }, (told) =>
		printFailure(run, called, told),
	);
}
