import type { Schema } from "../../schema/schema.ts";
import { missingTypes } from "../../schema/source/missing-types.ts";
import { undescribedReasons } from "../../schema/source/undescribed.ts";
import { type Holder, type HolderReport, holderReport } from "./holders.ts";
import { type Compared, comparedTypes, type Linked } from "./read-schema.ts";

/** A service that is listed and that no schema describes. It may differ between its holders. */
export type NotCompared = {
	readonly service: string;
	readonly reason: string;
	/** The holders that list it. */
	readonly holders: readonly HolderReport[];
};

/** A type that is used and that no schema declares. It may differ between its holders. */
export type MissingType = {
	readonly type: string;
	readonly reason: string;
	/** The holders that use it. */
	readonly holders: readonly HolderReport[];
};

/** The holders, where a schema with too little known counts as failed, and the names that no usable schema describes. */
type JudgedHolders = {
	readonly holders: readonly Holder[];
	readonly notCompared: readonly NotCompared[];
	readonly missingTypes: readonly MissingType[];
};

/** Something that a schema names and does not describe, with the reason. */
type Gap = { readonly name: string; readonly reason: string };

/** The gaps of a schema. `unknown` is why they leave too little of it known, if they do. */
type SchemaGaps = {
	readonly services: readonly Gap[];
	readonly types: readonly Gap[];
	readonly unknown: string | undefined;
};

/**
 * Marks holders as failed whose schema is not known well enough to be compared. Without this, a pod that lists services but does
 * not describe them would count as one that does not serve them. A pod that leaves out a file would count as one whose messages
 * have lost their fields.
 */
export function judgeGaps(
	holders: readonly Holder[],
	compared: Compared,
	linked: Linked,
): JudgedHolders {
	const known = holders.flatMap((holder) => {
		const schema = linked(holder);
		return schema === undefined ? [] : [{ holder, schema }];
	});
	const gapsBySchema = schemaGapsOf(
		[...new Set(known.map(({ schema }) => schema))],
		compared,
	);
	const judged = known.flatMap(({ holder, schema }) => {
		const schemaGaps = gapsBySchema.get(schema);
		return schemaGaps === undefined ? [] : [{ holder, ...schemaGaps }];
	});
	const reasons = new Map(judged.map((one) => [one.holder, one.unknown]));
	const usable = judged.filter(({ unknown }) => unknown === undefined);
	return {
		holders: holders.map((holder) => withReason(holder, reasons.get(holder))),
		notCompared: byName(usable, ({ services }) => services).map(
			({ name, ...rest }) => ({ service: name, ...rest }),
		),
		missingTypes: byName(usable, ({ types }) => types).map(
			({ name, ...rest }) => ({ type: name, ...rest }),
		),
	};
}

/** Returns each schema's gaps, judged by what the other schemas describe. */
function schemaGapsOf(
	schemas: readonly Schema[],
	compared: Compared,
): ReadonlyMap<Schema, SchemaGaps> {
	const gaps = schemas.map((schema) => gapsOf(schema, compared));
	const describedNames = new Set(gaps.flatMap((one) => one.describedNames));
	return new Map(
		gaps.map(({ schema, offered, services, types }) => {
			const unknown =
				whyUndescribed(services, offered, describedNames) ??
				whyMissing(types, describedNames);
			return [schema, { services, types, unknown }];
		}),
	);
}

/** Returns what a schema leaves undescribed in the compared part, and the names that it describes. */
function gapsOf(schema: Schema, compared: Compared) {
	const used = comparedTypes(schema, compared);
	const services = gapsIn(undescribedReasons(schema)).filter(({ name }) =>
		compared.isCompared(name),
	);
	const missing = missingTypes(schema, used);
	const described = schema.services.filter(
		(name) => schema.registry.getService(name) !== undefined,
	);
	return {
		schema,
		offered: schema.services.filter(compared.isCompared).length,
		services,
		types: gapsIn(missing),
		describedNames: [...described, ...used.keys()].filter(
			(name) => !missing.has(name),
		),
	};
}

function gapsIn(reasons: ReadonlyMap<string, string>): readonly Gap[] {
	return [...reasons].map(([name, reason]) => ({ name, reason }));
}

function whyUndescribed(
	gaps: readonly Gap[],
	offered: number,
	describedNames: ReadonlySet<string>,
): string | undefined {
	const [first] = gaps;
	if (first === undefined) return undefined;
	if (gaps.length === offered)
		return `none of its services can be described: ${first.reason}`;
	const gap = gaps.find(({ name }) => describedNames.has(name));
	return gap && `it lists ${gap.name} and does not describe it: ${gap.reason}`;
}

function whyMissing(
	gaps: readonly Gap[],
	describedNames: ReadonlySet<string>,
): string | undefined {
	const gap = gaps.find(({ name }) => describedNames.has(name));
	return gap && `it uses ${gap.name} and does not declare it: ${gap.reason}`;
}

function withReason(holder: Holder, message: string | undefined): Holder {
	if (message === undefined) return holder;
	const failure = { code: "schema", message, hint: [] } as const;
	return { ...holder, answer: { kind: "failed", failure } };
}

type HolderGaps = SchemaGaps & { readonly holder: Holder };

function byName(
	judged: readonly HolderGaps[],
	gapsIn: (schemaGaps: SchemaGaps) => readonly Gap[],
) {
	const all = judged.flatMap((one) =>
		gapsIn(one).map((gap) => ({ ...gap, holder: holderReport(one.holder) })),
	);
	return [...Map.groupBy(all, ({ name }) => name)].flatMap(([name, gaps]) => {
		const [first] = gaps;
		if (first === undefined) return [];
		const holders = gaps.map(({ holder }) => holder);
		return [{ name, reason: first.reason, holders }];
	});
}
