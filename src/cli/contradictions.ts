import { PluginError } from "../errors.ts";

/** Flags that do not go together. */
export type Contradiction<Values> = {
	readonly when: (values: Values) => boolean;
	readonly says: string;
	/** What to write instead. */
	readonly hint?: string;
};

/** Checks a command line against a table. @throws PluginError `usage` for the first contradiction that holds */
export function refuseContradictory<Values>(
	values: Values,
	table: readonly Contradiction<Values>[],
): void {
	const broken = table.find(({ when }) => when(values));
	if (broken === undefined) return;
	const { says, hint } = broken;
	throw new PluginError("usage", says, {
		hint: hint === undefined ? [] : [hint],
	});
}
