import { canBeAsked, whyNotAsked } from "../../cli/one-pod.ts";
import type { OpenChannelTo } from "../../cli/reach.ts";
import { PluginError, toPluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { type Collected, collectAnswer } from "./collect-answer.ts";
import type { AnswerOf } from "./compare.ts";
import { learnMethod } from "./open.ts";
import type { Run } from "./run-of.ts";

/** Calls one pod of several. @throws PluginError `bad-input`, `usage` for a request that cannot be read, which is nobody's answer */
export async function askPod(
	run: Run,
	target: PodTarget,
	open: OpenChannelTo,
	resolveMs: number,
): Promise<AnswerOf> {
	const pod = target.pod.name;
	try {
		if (!canBeAsked(target))
			throw new PluginError("target", whyNotAsked(target));
		const { answer, undecodable } = await callPod(run, target, open, resolveMs);
		const responses = undecodable === undefined ? "readable" : "undecodable";
		return { kind: "answered", pod, answer, responses };
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code === "bad-input" || error.code === "usage") throw error;
		return { kind: "not-called", pod, error };
	}
}

async function callPod(
	run: Run,
	target: PodTarget,
	open: OpenChannelTo,
	resolveMs: number,
): Promise<Collected> {
	const channel = await open(target, run.access.signal);
	try {
		const known = await learnMethod(run.context, run.args, run.plan, {
			target,
			channel,
		});
		const called = { target, channel, known, resolveMs };
		const collected = await collectAnswer(run, called);
		if (collected.end.fault !== undefined) throw collected.end.fault;
		if (isOtherThan(collected)) await known.forget();
		return collected;
	} finally {
		channel.close();
	}
}

/** Whether a pod answers otherwise than its schema says, which may be an old one that was kept. */
function isOtherThan({ answer, undecodable }: Collected): boolean {
	return undecodable !== undefined || answer.status.name === "UNIMPLEMENTED";
}
