import type { Schema } from "../../schema/schema.ts";
import { undescribedReasons } from "../../schema/source/undescribed.ts";
import { type Holder, type HolderReport, holderReport } from "./holders.ts";
import type { Compared, Link } from "./read-schema.ts";

/** A service that is listed and that nobody describes: whether it is the same everywhere is not known. */
export type NotCompared = {
	readonly service: string;
	readonly reason: string;
	/** Who lists it. */
	readonly holders: readonly HolderReport[];
};

/** Holders of whose schemas enough is known, and what is known of nobody's. */
export type Weighed = {
	readonly holders: readonly Holder[];
	readonly notCompared: readonly NotCompared[];
};

/** A service that a schema lists and does not describe, with the reason. */
type Gap = { readonly service: string; readonly reason: string };

/** The gaps of a schema, and why they leave too little of it known, if they do. */
type Weight = {
	readonly gaps: readonly Gap[];
	readonly unknown: string | undefined;
};

/**
 * Sets apart whose schema is not known well enough to compare it: a pod that leaves undescribed what another one describes, or all that
 * it has, would pass for one that does not serve it.
 */
export function weighUndescribed(
	holders: readonly Holder[],
	{ isCompared }: Compared,
	link: Link,
): Weighed {
	const known = holders.flatMap((holder) =>
		holder.answer.kind === "schema"
			? [{ holder, schema: link(holder.answer.schema) }]
			: [],
	);
	const schemas = [...new Set(known.map(({ schema }) => schema))];
	const described = new Set(schemas.flatMap(describedIn));
	const weights = new Map(
		schemas.map((schema) => [schema, weigh(schema, isCompared, described)]),
	);
	const weighed = known.map(({ holder, schema }) => ({
		holder,
		...weights.get(schema),
	}));
	const reasons = new Map(weighed.map((one) => [one.holder, one.unknown]));
	return {
		holders: holders.map((holder) => withReason(holder, reasons.get(holder))),
		notCompared: byService(
			weighed.flatMap(({ holder, gaps = [], unknown }) =>
				unknown ? [] : gaps.map((gap) => ({ ...gap, holder })),
			),
		),
	};
}

function describedIn({ services, registry }: Schema): readonly string[] {
	return services.filter((name) => registry.getService(name) !== undefined);
}

/** @param described what any schema describes */
function weigh(
	schema: Schema,
	isCompared: (service: string) => boolean,
	described: ReadonlySet<string>,
): Weight {
	const gaps = [...undescribedReasons(schema)]
		.filter(([service]) => isCompared(service))
		.map(([service, reason]) => ({ service, reason }));
	const offered = schema.services.filter(isCompared);
	return { gaps, unknown: whyUnknown(gaps, offered, described) };
}

function whyUnknown(
	gaps: readonly Gap[],
	offered: readonly string[],
	described: ReadonlySet<string>,
): string | undefined {
	const [first] = gaps;
	if (first === undefined) return undefined;
	if (gaps.length === offered.length)
		return `none of its services can be described: ${first.reason}`;
	const gap = gaps.find(({ service }) => described.has(service));
	return (
		gap && `it lists ${gap.service} and does not describe it: ${gap.reason}`
	);
}

function withReason(holder: Holder, message: string | undefined): Holder {
	if (message === undefined) return holder;
	const failure = { code: "schema", message, hint: [] } as const;
	return { ...holder, answer: { kind: "failed", failure } };
}

function byService(
	gaps: readonly (Gap & { readonly holder: Holder })[],
): readonly NotCompared[] {
	return [...Map.groupBy(gaps, ({ service }) => service)].flatMap(
		([service, all]) => {
			const [first] = all;
			if (first === undefined) return [];
			const holders = all.map(({ holder }) => holderReport(holder));
			return [{ service, reason: first.reason, holders }];
		},
	);
}
