import { isSamePod, type PodName } from "../../cli/pod-name.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import { servingContainer } from "../../cli/serving-container.ts";
import { isExpectedToServe } from "../../kubernetes/expected.ts";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact, Side } from "./facts.ts";

/** The holder of a schema: a pod, an address (empty namespace) or files (null namespace). */
export type HolderReport = {
	readonly side: Side;
	readonly namespace: string | null;
	readonly name: string;
	/** Image of the container that serves, without registry and folders; null where there is none. */
	readonly image: string | null;
	/** The target that selected it: `deploy/user-service`, a selector. Null for files. */
	readonly origin: string | null;
	/** ISO 8601; empty where unknown. */
	readonly createdAt: string;
	readonly ready: boolean;
	readonly terminating: boolean;
	/** False for a terminating, completed or failed pod: it does not count as a failure where it cannot be asked. */
	readonly counted: boolean;
};

/** A holder, and the result of asking it. */
export type Holder = HolderReport & {
	/** What owns it: `deploy/user-service`, or `pod/x` without an owner. The address itself, and empty for files. */
	readonly workload: string;
	readonly answer:
		| { readonly kind: "schema"; readonly schema: SchemaFact }
		| { readonly kind: "failed"; readonly failure: FailureFact }
		| { readonly kind: "pending" };
};

/** Returns the holders after one more fact. */
export function applyFact(
	holders: readonly Holder[],
	fact: DiffFact,
): readonly Holder[] {
	switch (fact.kind) {
		case "target":
			return [...holders, podHolder(fact)];
		case "files":
			return [...holders, filesHolder(fact)];
		case "schema":
			return withAnswer(holders, fact, { kind: "schema", schema: fact.schema });
		case "failed":
			return withAnswer(holders, fact, {
				kind: "failed",
				failure: fact.failure,
			});
	}
}

function withAnswer(
	holders: readonly Holder[],
	asked: { readonly side: Side; readonly pod: PodName },
	answer: Holder["answer"],
): readonly Holder[] {
	return holders.map((holder) =>
		isHolder(holder, asked.side, asked.pod) ? { ...holder, answer } : holder,
	);
}

/** Whether a holder is that pod or address on that side. One pod may be on both sides. */
export function isHolder(
	holder: HolderReport,
	side: Side,
	pod: Pick<HolderReport, "namespace" | "name">,
): boolean {
	return holder.side === side && isSamePod(holder, pod);
}

/** Returns each pod, address and file once, for what is counted and named: a pod that both targets select is on both sides. */
export function eachOnce<H extends HolderReport>(
	holders: readonly H[],
): readonly H[] {
	const nameOf = ({ namespace, name }: H) => JSON.stringify([namespace, name]);
	return [...new Map(holders.map((one) => [nameOf(one), one])).values()];
}

function podHolder({
	side,
	target,
}: Extract<DiffFact, { kind: "target" }>): Holder {
	const { pod, origin } = target;
	const container = servingContainer(target);
	return {
		side,
		namespace: pod.namespace,
		name: pod.name,
		image: container === undefined ? null : shortImage(container.image),
		origin,
		createdAt: pod.createdAt,
		ready: pod.ready === "ready",
		terminating: pod.terminating,
		counted: isExpectedToServe(pod),
		workload: pod.workload,
		answer: { kind: "pending" },
	};
}

/** Returns `user-service:v1` for `registry.example/team/user-service:v1`. */
function shortImage(image: string): string {
	return image.slice(image.lastIndexOf("/") + 1);
}

function filesHolder({
	label,
	schema,
}: Extract<DiffFact, { kind: "files" }>): Holder {
	return {
		side: "second",
		namespace: null,
		name: label,
		image: null,
		origin: null,
		createdAt: "",
		ready: true,
		terminating: false,
		counted: true,
		workload: "",
		answer: { kind: "schema", schema },
	};
}

/** Returns what a report says of a holder. */
export function holderReport({
	answer: _,
	workload: _owner,
	...holder
}: Holder): HolderReport {
	return holder;
}
