import { isSamePod, type PodName } from "../../cli/pod-name.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import { counts } from "../../cli/several-pods.ts";
import type { Comparable } from "../../schema/compare/compare-schemas.ts";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact, Side } from "./facts.ts";
import { comparedBy, readOnce } from "./read-schema.ts";

/** Who has a schema: a pod, an address (empty namespace) or files (no namespace). */
export type HolderReport = {
	readonly side: Side;
	readonly namespace: string | null;
	readonly name: string;
	/** Image of the container that serves, without its registry and folders; null where there is none. */
	readonly image: string | null;
	/** What it was found by: `deploy/user-service`, a selector; null for files. */
	readonly origin: string | null;
	/** ISO 8601; empty where unknown. */
	readonly createdAt: string;
	readonly ready: boolean;
	readonly terminating: boolean;
	/** False for a pod that is not missed where it cannot be asked: a terminating, completed or failed one. */
	readonly counted: boolean;
};

/** A holder, and what came of asking it. */
export type Holder = HolderReport & {
	readonly answer:
		| { readonly kind: "schema"; readonly schema: SchemaFact }
		| { readonly kind: "failed"; readonly failure: FailureFact }
		| { readonly kind: "pending" };
};

/** A schema, and all who have it. */
export type SchemaGroup = {
	/** A, B, C … */
	readonly letter: string;
	readonly digest: string;
	readonly services: readonly string[];
	readonly comparable: Comparable;
	readonly holders: readonly Holder[];
};

/** The holders after one more fact. */
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

/** Whether a holder is that pod or address; one may stand on both sides. */
export function isHolder(
	holder: HolderReport,
	side: Side,
	pod: Pick<HolderReport, "namespace" | "name">,
): boolean {
	return holder.side === side && isSamePod(holder, pod);
}

function podHolder({
	side,
	target: { pod, port, origin },
}: Extract<DiffFact, { kind: "target" }>): Holder {
	const chosen = port.kind === "chosen" ? port.container : undefined;
	const container =
		pod.containers.find(({ name }) => name === chosen) ??
		pod.containers.find(({ role }) => role === "application");
	return {
		side,
		namespace: pod.namespace,
		name: pod.name,
		image: container === undefined ? null : shortImage(container.image),
		origin,
		createdAt: pod.createdAt,
		ready: pod.ready === "ready",
		terminating: pod.terminating,
		counted: counts(pod),
		answer: { kind: "pending" },
	};
}

/** `registry.example/team/user-service:v1` as `user-service:v1`. */
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
		answer: { kind: "schema", schema },
	};
}

/** Groups holders by equal schemas: those of the first side first, the oldest of a side before the newer. */
export function groupsOf(holders: readonly Holder[]): readonly SchemaGroup[] {
	const read = readOnce(comparedBy(holders));
	const known = holders.flatMap((holder) =>
		holder.answer.kind === "schema"
			? [{ holder, ...read(holder.answer.schema) }]
			: [],
	);
	const byDigest = [...Map.groupBy(known, ({ digest }) => digest).values()];
	return byDigest
		.map((members) => ({
			members,
			holders: members.map(({ holder }) => holder),
		}))
		.toSorted((a, b) => firstThenOldest(a.holders, b.holders))
		.flatMap(({ members, holders: all }, index) => {
			const [first] = members;
			if (first === undefined) return [];
			const { digest, comparable, services } = first;
			return [
				{ letter: letterOf(index), digest, comparable, services, holders: all },
			];
		});
}

function firstThenOldest(a: readonly Holder[], b: readonly Holder[]): number {
	const side = (all: readonly Holder[]) =>
		all.some((holder) => holder.side === "first") ? 0 : 1;
	const born = (all: readonly Holder[]) =>
		Math.min(...all.map(({ createdAt }) => Date.parse(createdAt) || 0));
	return side(a) - side(b) || born(a) - born(b) || b.length - a.length;
}

function letterOf(index: number): string {
	return index < 26 ? String.fromCharCode(65 + index) : `A${index}`;
}
