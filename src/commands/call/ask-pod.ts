import type { Lull } from "../../cli/lull.ts";
import { canBeAsked, notAsked } from "../../cli/one-pod.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import type { OpenChannelTo } from "../../cli/reach.ts";
import { failureOf } from "../../cli/recording/failure.ts";
import { podOfMany } from "../../cli/several-pods.ts";
import { type PluginError, toPluginError } from "../../errors.ts";
import {
	type KeptConnection,
	keepConnection,
} from "../../grpc/kept-connection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { SchemaMaking } from "../../schema/source/schema-making.ts";
import { type Called, calledOver } from "./called.ts";
import { type Collected, collectAnswer } from "./collect-answer.ts";
import { type AnswerOf, answerOf } from "./compare.ts";
import { learnMethod } from "./learn-method.ts";
import type { ToldTypes } from "./packed-types.ts";
import type { Room } from "./room.ts";
import type { Run } from "./run-of.ts";
import type { Reached } from "./tell-transports.ts";
import { tellOnce } from "./views/tell.ts";

/** What the calls of several pods share. */
export type Asking = {
	readonly run: Run;
	readonly open: OpenChannelTo;
	readonly resolveMs: number;
	readonly lull: Lull;
	/** Of their schemas. */
	readonly making: SchemaMaking;
	/** Of types beyond those. */
	readonly told: ToldTypes;
	/** Gets how each pod is spoken to. */
	readonly reached: Reached[];
	/** What is kept of a pod's answer. */
	readonly room: () => Room;
};

/** Calls one pod of several. @throws PluginError `bad-input`, `usage` for a request that cannot be read, which is nobody's answer */
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
		await tellRecorder(asking.run, target, error);
		return { kind: "not-called", pod, error };
	}
}

async function callPod(target: PodTarget, asking: Asking): Promise<Collected> {
	const { run, open, lull, room } = asking;
	const connection = keepConnection(() => open(target, run.access.signal));
	try {
		const called = await lull.connect(() =>
			connected(target, connection, asking),
		);
		const collected = await lull.ask(() => collectAnswer(run, called, room()));
		if (collected.end.fault !== undefined) throw collected.end.fault;
		if (isOtherThan(collected)) await called.known.forget();
		return collected;
	} finally {
		lull.leave(() => connection.close());
	}
}

async function connected(
	target: PodTarget,
	{ take }: KeptConnection,
	{ run, resolveMs, reached, making, told }: Asking,
): Promise<Called> {
	const { context, args, plan } = run;
	const channel = await take();
	reached.push({ pod: target.pod, transport: channel.transport });
	const known = await learnMethod(context, args, plan, {
		target,
		take,
		making,
		told,
		tell: (line) => tellOnce(run, line),
	});
	return calledOver(run, { target, channel, take, resolveMs }, known);
}

async function tellRecorder(
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

/** Whether a pod answers otherwise than its schema says, which may be an old one that was kept. */
function isOtherThan({ answer, undecodable }: Collected): boolean {
	return undecodable !== undefined || answer.status.name === "UNIMPLEMENTED";
}
