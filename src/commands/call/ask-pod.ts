import type { OpenChannelTo } from "../../cli/connect.ts";
import { canBeAsked, notAsked } from "../../cli/one-pod.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import type { QuestionGate } from "../../cli/question-gate.ts";
import { failureOf } from "../../cli/recording/failure.ts";
import { podOfMany } from "../../cli/several-pods.ts";
import { type PluginError, toPluginError } from "../../errors.ts";
import {
	type KeptConnection,
	keepConnection,
} from "../../grpc/kept-connection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { SchemaBuilder } from "../../schema/source/schema-builder.ts";
import type { ToldTypes } from "./ask-types.ts";
import { type Called, calledOver } from "./called.ts";
import { type Collected, collectAnswer } from "./collect-answer.ts";
import { type AnswerOf, answerOf } from "./compare.ts";
import { learnMethod } from "./learn-method.ts";
import type { Reached } from "./print-transports.ts";
import type { ResponseBudget } from "./response-budget.ts";
import type { Run } from "./run-of.ts";
import { printNoteOnce } from "./views/print-note.ts";

/** What the calls of several pods share. */
export type Asking = {
	readonly run: Run;
	readonly open: OpenChannelTo;
	readonly resolveMs: number;
	readonly gate: QuestionGate;
	/** Builds the schemas of the pods. */
	readonly builder: SchemaBuilder;
	/** What servers said about types that are not in those schemas. */
	readonly told: ToldTypes;
	/** Collects the transport of each pod that was reached. */
	readonly reached: Reached[];
	/** Returns the budget for one pod's responses. */
	readonly budget: () => ResponseBudget;
};

/**
 * Calls one of several pods.
 * @throws PluginError `bad-input`, `usage` for a request that cannot be read, because that is no pod's answer
 */
export async function askPod(
	target: PodTarget,
	asking: Asking,
): Promise<AnswerOf> {
	const pod = podOfMany(target);
	try {
		if (!canBeAsked(target)) throw notAsked(target);
		return answerOf(pod, await callPod(target, asking));
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code === "bad-input" || error.code === "usage") throw error;
		await recordFailure(asking.run, target, error);
		return { kind: "not-called", pod, error };
	}
}

async function callPod(target: PodTarget, asking: Asking): Promise<Collected> {
	const { run, open, gate, budget } = asking;
	const connection = keepConnection(() => open(target, run.access.signal));
	try {
		const called = await gate.connect(() =>
			connected(target, connection, asking),
		);
		const collected = await gate.ask(() =>
			collectAnswer(run, called, budget()),
		);
		if (collected.end.fault !== undefined) throw collected.end.fault;
		if (contradictsSchema(collected)) await called.known.forget();
		return collected;
	} finally {
		gate.leave(() => connection.close());
	}
}

async function connected(
	target: PodTarget,
	{ take }: KeptConnection,
	{ run, resolveMs, reached, builder, told }: Asking,
): Promise<Called> {
	const channel = await take();
	reached.push({ pod: target.pod, transport: channel.transport });
	const known = await learnMethod(run, {
		target,
		take,
		builder,
		told,
		tell: (line) => printNoteOnce(run, line),
	});
	return calledOver(run, { target, channel, take, resolveMs }, known);
}

async function recordFailure(
	{ recorder, context }: Run,
	target: PodTarget,
	error: PluginError,
): Promise<void> {
	if (recorder === undefined || context.signal.aborted) return;
	if (error.code === "internal") return;
	const pod = podNameOf(target.pod);
	const failure = { ...failureOf(error), message: recorder.told(error) };
	await recorder.write({ kind: "not-called", pod, failure });
}

/** Returns whether a pod's answer contradicts its schema. Then a cached schema may be out of date. */
function contradictsSchema({ answer, undecodable }: Collected): boolean {
	return undecodable !== undefined || answer.status.name === "UNIMPLEMENTED";
}
