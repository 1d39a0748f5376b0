import { PluginError, toPluginError } from "../errors.ts";
import { INVOCATION } from "../plugin-name.ts";
import { noteOn } from "../render/progress.ts";
import type { SchemaSource } from "../schema/schema.ts";
import { abortableSource } from "../schema/source/abortable-source.ts";
import { filesSource } from "../schema/source/files-source.ts";
import {
	schemaFact,
	schemaOfFact,
	storeOfFact,
} from "../schema/source/schema-fact.ts";
import { fullName } from "../schema/source/schema-of-store.ts";
import { recordedScope, type Scope, scopeOf } from "./aim.ts";
import {
	type AskedSchema,
	type AskFlags,
	askSchema,
	splitAsked,
} from "./asked-schema.ts";
import { podNameOf, tellPod } from "./pod-name.ts";
import type { AccessContext } from "./reach.ts";
import { errorOf, failureOf } from "./recording/failure.ts";
import {
	checkRecordingFlags,
	openRun,
	type Recordable,
	type RecordingFlags,
} from "./recording.ts";
import type { RunContext } from "./run-context.ts";
import type {
	AnswerFact,
	AskedFact,
	ServedFact,
	WorkloadFact,
} from "./schema-facts.ts";

/** What a run needs of the process when it is recorded or replayed. */
export type RecordingContext = AccessContext & Pick<RunContext, "now">;

/** A command line whose schema is recorded or replayed. */
type RecordedArguments = {
	readonly words: readonly string[];
	readonly flags: AskFlags & RecordingFlags;
};

/** The facts of a run, seen now or recorded. */
type SeenServed = {
	readonly facts: readonly ServedFact[];
	readonly names: readonly string[];
	readonly scope: Scope;
};

/** As `askSchema`, for a run that is recorded or replayed. Such a run has one schema. @throws PluginError */
export async function askRecorded(
	context: RecordingContext,
	command: string,
	args: RecordedArguments,
): Promise<AskedSchema> {
	const { flags } = args;
	const { facts, names } = await openServed(context, command, args, {
		see: async function* () {
			yield* askedFacts(await askSchema(context, args));
		},
	});
	const asked = facts.filter((fact) => !isOfWorkload(fact));
	if (asked.length < facts.length)
		throw new PluginError(
			"bad-input",
			`${flags.replay} is a recording of several workloads`,
			{ hint: [`${INVOCATION} list --replay ${flags.replay}`] },
		);
	return schemaOfFacts(asked, names, context.signal);
}

/** Returns all facts of a run of `list` or `describe`, whose recordings are alike. @throws PluginError what the run ends with */
export async function openServed(
	context: RecordingContext,
	command: string,
	{ words, flags }: RecordedArguments,
	run: Pick<Recordable<ServedFact>, "see">,
): Promise<SeenServed> {
	const { target, names } = splitAsked(words, flags);
	checkRecordingFlags(flags, target);
	const { view, facts } = await openRun<ServedFact>(context, flags, {
		...run,
		view: { scope: scopeOf(flags) },
		command,
		replays: ["list", "describe"],
		loadGuard: async () =>
			(await import("./recording/served-guard.ts")).isServedFact,
	});
	const scope = recordedScope(view);
	const seen: ServedFact[] = [];
	for await (const { fact } of facts) {
		seen.push(fact);
		if (flags.replay !== undefined) tellAsked(context, fact, scope);
	}
	return { facts: seen, names, scope };
}

/** Names the asked pod to the user, as in the recorded run. */
function tellAsked(
	context: RecordingContext,
	fact: ServedFact,
	scope: Scope,
): void {
	if (fact.kind !== "asked" || fact.pod === null) return;
	tellPod(fact.pod, (line) => noteOn(context.stderr, line), scope);
}

/** Whether a fact belongs to one of several workloads. */
export function isOfWorkload(fact: ServedFact): fact is WorkloadFact {
	return fact.kind === "workload";
}

/** Queries a schema for everything that a view may need, and closes it. @throws PluginError of the connection */
export async function* askedFacts(
	asked: AskedSchema,
): AsyncGenerator<AskedFact, void> {
	const { source, from, names } = asked;
	try {
		yield {
			kind: "asked",
			pod: from && podNameOf(from),
		};
		yield { kind: "services", answer: await answerOf(source.services) };
		for (const symbol of names) {
			const read = async () => schemaFact(await source.schemaOf(symbol));
			yield { kind: "schema-of", symbol, answer: await answerOf(read) };
		}
		const all = async () => schemaFact(await source.everything());
		yield { kind: "everything", answer: await answerOf(all) };
	} finally {
		asked.close();
	}
}

/** Returns an answer as a fact. A missing schema or symbol is an answer, too. Any other error ends the run. */
async function answerOf<T>(ask: () => Promise<T>): Promise<AnswerFact<T>> {
	try {
		return { kind: "given", value: await ask() };
	} catch (caught) {
		const { code } = toPluginError(caught);
		if (code !== "schema" && code !== "symbol") throw caught;
		return { kind: "refused", failure: failureOf(caught) };
	}
}

/**
 * Returns the schema of recorded facts. It answers the recorded questions and questions about anything else that was served. A question
 * ends when the signal aborts.
 */
export function schemaOfFacts(
	facts: readonly AskedFact[],
	names: readonly string[],
	signal: AbortSignal,
): AskedSchema {
	const from = facts.find((fact) => fact.kind === "asked")?.pod ?? null;
	const source = abortableSource(sourceOfFacts(facts), signal);
	return { source, from, names, close() {} };
}

function sourceOfFacts(facts: readonly AskedFact[]): SchemaSource {
	const all = () =>
		given(facts.find((fact) => fact.kind === "everything")?.answer);
	const files = filesSource(
		async () => storeOfFact(all()),
		"the recording has",
	);
	return {
		services: async () =>
			given(facts.find((fact) => fact.kind === "services")?.answer),
		async schemaOf(symbol) {
			const name = fullName(symbol);
			const then = facts.find(
				(fact) => fact.kind === "schema-of" && fullName(fact.symbol) === name,
			);
			return then?.kind === "schema-of"
				? schemaOfFact(given(then.answer))
				: files.schemaOf(symbol);
		},
		everything: async () => schemaOfFact(all()),
	};
}

function given<T>(answer: AnswerFact<T> | undefined): T {
	if (answer?.kind === "given") return answer.value;
	if (answer?.kind === "refused") throw errorOf(answer.failure);
	throw new PluginError("bad-input", "the recording is cut short", {
		hint: ["it ends before the schema was read"],
	});
}
