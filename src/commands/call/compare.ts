import type { JsonValue } from "@bufbuild/protobuf";
import type { API_VERSION } from "../../cli/api-version.ts";
import { type PodName, podKey } from "../../cli/pod-name.ts";
import type { PodOfMany } from "../../cli/several-pods.ts";
import { withoutPodName } from "../../cli/without-pod-name.ts";
import type { PluginError } from "../../errors.ts";
import type { StatusDetail } from "../../schema/details/status-details.ts";
import { tellingPart } from "../../schema/details/telling-part.ts";
import type { Collected } from "./collect-answer.ts";
import type { PodAnswer } from "./report.ts";

/** The result of calling one pod. */
export type AnswerOf =
	| {
			readonly kind: "answered";
			readonly pod: PodOfMany;
			/** `package.Service/Method` */
			readonly method: string;
			readonly answer: PodAnswer;
			/** The decoded details of its status. */
			readonly details: readonly StatusDetail[];
			/** Whether every response is of the type that the method promises. */
			readonly responses: "readable" | "undecodable";
			/** What to try if the status is a failure, one line each. */
			readonly hint: readonly string[];
	  }
	/** The pod was not reached, or its schema does not show the method. */
	| {
			readonly kind: "not-called";
			readonly pod: PodOfMany;
			readonly error: PluginError;
	  };

/** Returns the result of calling one pod that answered. */
export function answerOf(
	pod: PodOfMany,
	{ undecodable, ...collected }: Omit<Collected, "end">,
): AnswerOf {
	const responses = undecodable === undefined ? "readable" : "undecodable";
	const { method, answer, details, hint } = collected;
	return { kind: "answered", pod, method, answer, details, responses, hint };
}

/** Pods that answered with the same status, the same details and the same messages. Ids of the calls in details may differ. */
export type AnswerGroup = {
	/** The name of a status code; UNREACHABLE, NO_METHOD or NO_SCHEMA if there was no call. */
	readonly status: string;
	/** The status message, or why there was no call. It does not contain the pods' names. */
	readonly message: string;
	/** Messages of `grpc-status-details-bin`, as JSON with `@type`. What differs in each call, such as request ids, is of the first pod. */
	readonly details: readonly JsonValue[];
	/** What to do about it, one line each. If the pods' hints differ, those of the first pod. */
	readonly hint: readonly string[];
	readonly messages: readonly JsonValue[];
	readonly pods: readonly (PodOfMany & {
		/** Null if there was no call. */
		readonly latencyMs: number | null;
		/** The details as this pod sent them. Left out if they are exactly the group's. */
		readonly details?: readonly JsonValue[];
	})[];
};

/** The answers of all pods, as `-o json` prints them. */
export type CallComparison = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "CallComparison";
	/** `package.Service/Method`. If no pod was called, the method as the user typed it. */
	readonly method: string;
	/** The largest group comes first. */
	readonly groups: readonly AnswerGroup[];
};

/** A group, and the decoded details of its status. */
export type ToldGroup = {
	readonly group: AnswerGroup;
	readonly details: readonly StatusDetail[];
};

/**
 * Groups answers by status, message, details (see {@link tellingPart}) and responses. The largest group comes first, so the unusual answers come last.
 * Pods keep the given order.
 */
export function groupAnswers(
	answers: readonly AnswerOf[],
	order: readonly PodName[],
): readonly ToldGroup[] {
	const groups = new Map<string, ToldGroup>();
	const places = new Map(order.map((pod, place) => [podKey(pod), place]));
	const placeOf = ({ pod }: AnswerOf) => places.get(podKey(pod)) ?? -1;
	const sorted = answers.toSorted((a, b) => placeOf(a) - placeOf(b));
	for (const one of sorted) {
		const told = toldOf(one);
		const key = keyOf(told);
		const known = groups.get(key);
		groups.set(key, known === undefined ? told : withPodsOf(known, told.group));
	}
	return [...groups.values()].toSorted(
		(a, b) => b.group.pods.length - a.group.pods.length,
	);
}

/**
 * Returns a text that the answers of a group share. About half of all Go programs write `proto:` with a space that does not break
 * (protobuf-go, internal/errors/errors.go), so two builds that fail alike may differ in it.
 */
function keyOf({ group, details }: ToldGroup): string {
	const { pods: _, hint: __, ...same } = group;
	const message = same.message.replaceAll("\u00a0", " ");
	const telling = details.map(tellingPart);
	return JSON.stringify({
		...same,
		message,
		details: telling.length === 0 ? same.details : telling,
	});
}

function withPodsOf(
	{ group, details }: ToldGroup,
	same: AnswerGroup,
): ToldGroup {
	const isExact =
		JSON.stringify(same.details) === JSON.stringify(group.details);
	const pods = isExact
		? same.pods
		: same.pods.map((pod) => ({ ...pod, details: same.details }));
	return { group: { ...group, pods: [...group.pods, ...pods] }, details };
}

function toldOf(one: AnswerOf): ToldGroup {
	const isFailure = one.kind === "answered" && one.answer.status.code !== 0;
	return { group: groupOf(one), details: isFailure ? one.details : [] };
}

/** Replaces the message and the details of OK. Some servers send a message with OK. */
const SAYS_NOTHING = { message: "", details: [] };

function groupOf(one: AnswerOf): AnswerGroup {
	if (one.kind === "not-called")
		return {
			status: notCalled(one.error),
			message: withoutPodName(one.error.message, one.pod),
			details: [],
			hint: one.error.hint,
			messages: [],
			pods: [{ ...one.pod, latencyMs: null }],
		};
	const { status, messages, timings } = one.answer;
	const { message, details } = status.code === 0 ? SAYS_NOTHING : status;
	return {
		status: status.name,
		message,
		details,
		hint: one.hint,
		messages,
		pods: [{ ...one.pod, latencyMs: timings.callMs }],
	};
}

function notCalled({ code }: PluginError): string {
	switch (code) {
		case "symbol":
			return "NO_METHOD";
		case "schema":
			return "NO_SCHEMA";
		default:
			return "UNREACHABLE";
	}
}
