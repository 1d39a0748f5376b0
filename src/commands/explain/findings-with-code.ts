import { PluginError } from "../../errors.ts";
import { CATALOGUE, type FindingEntry } from "../../findings/catalogue.ts";
import { nearest } from "../../nearest.ts";
import { INVOCATION } from "../../plugin-name.ts";

export type CodedFinding = readonly [code: string, entry: FindingEntry];

const ALL: readonly CodedFinding[] = Object.entries(CATALOGUE);

/** Returns the finding of a code in any case, or all without a code. @throws PluginError `usage` for an unknown one */
export function findingsWithCode(
	code: string | undefined,
): readonly CodedFinding[] {
	if (code === undefined) return ALL;
	const found = ALL.find(([known]) => known === code.toUpperCase());
	if (found === undefined) throw unknownCode(code);
	return [found];
}

function unknownCode(code: string): PluginError {
	const near = nearest(
		code.toUpperCase(),
		ALL.map(([known]) => known),
	);
	return new PluginError("usage", `there is no finding "${code}"`, {
		hint: [
			...(near === undefined ? [] : [`did you mean ${near}?`]),
			`${INVOCATION} explain lists them all`,
		],
	});
}
