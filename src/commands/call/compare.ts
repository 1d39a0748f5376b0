import type { JsonValue } from "@bufbuild/protobuf";
import type { API_VERSION } from "../../cli/structured.ts";
import type { PodAnswer } from "./report.ts";

/** What came of calling one pod. */
export type AnswerOf =
	| {
			readonly kind: "answered";
			readonly pod: string;
			readonly answer: PodAnswer;
	  }
	| {
			readonly kind: "unreachable";
			readonly pod: string;
			readonly reason: string;
	  };

/** Pods that answered with the same status and the same messages. */
export type AnswerGroup = {
	/** A status code's name, or UNREACHABLE. */
	readonly status: string;
	/** The status message, or why the pods were not reached. */
	readonly message: string;
	readonly messages: readonly JsonValue[];
	readonly pods: readonly {
		readonly name: string;
		/** Null where the pod was not reached. */
		readonly latencyMs: number | null;
	}[];
};

/** The answers of all pods, as `-o json` prints them. */
export type CallComparison = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "CallComparison";
	readonly method: string;
	/** The largest first. */
	readonly groups: readonly AnswerGroup[];
};

/** Groups answers by status, message and body; the most common comes first, so that the odd ones stand last. Pods keep the given order. */
export function groupAnswers(
	answers: readonly AnswerOf[],
	order: readonly string[],
): readonly AnswerGroup[] {
	const groups = new Map<string, AnswerGroup>();
	const sorted = answers.toSorted(
		(a, b) => order.indexOf(a.pod) - order.indexOf(b.pod),
	);
	for (const one of sorted) {
		const group = groupOf(one);
		const key = JSON.stringify([group.status, group.message, group.messages]);
		const known = groups.get(key);
		groups.set(
			key,
			known === undefined
				? group
				: { ...known, pods: [...known.pods, ...group.pods] },
		);
	}
	return [...groups.values()].toSorted((a, b) => b.pods.length - a.pods.length);
}

function groupOf(one: AnswerOf): AnswerGroup {
	if (one.kind === "unreachable")
		return {
			status: "UNREACHABLE",
			message: one.reason,
			messages: [],
			pods: [{ name: one.pod, latencyMs: null }],
		};
	const { status, messages, timings } = one.answer;
	return {
		status: status.name,
		// Some servers send a message with OK, and it says nothing.
		message: status.code === 0 ? "" : status.message,
		messages,
		pods: [{ name: one.pod, latencyMs: timings.callMs }],
	};
}
