/**
 * What a difference breaks, by buf's categories of breaking changes. `wire`: readers of the other side's binary messages (WIRE).
 * `json`: readers of its JSON (WIRE_JSON). `source`: code that uses what is generated from it (PACKAGE).
 */
export type Breakage = "wire" | "json" | "source";

/** In the order in which they are printed. */
export const BREAKAGES: readonly Breakage[] = ["wire", "json", "source"];

/** A rule of buf that a difference breaks. */
export type BrokenRule = {
	/** buf's name of the rule, such as FIELD_SAME_TYPE. */
	readonly rule: string;
	readonly breaks: readonly Breakage[];
	/** The difference, as a clause. */
	readonly reason: string;
};

/** Everything that a change can break. */
export const EVERYTHING: readonly Breakage[] = BREAKAGES;
export const JSON_AND_SOURCE: readonly Breakage[] = ["json", "source"];
export const SOURCE: readonly Breakage[] = ["source"];

/** Returns what several rules together break. */
export function breakagesOf(rules: readonly BrokenRule[]): readonly Breakage[] {
	return BREAKAGES.filter((kind) =>
		rules.some(({ breaks }) => breaks.includes(kind)),
	);
}
