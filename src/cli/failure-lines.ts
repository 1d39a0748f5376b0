import { onlyNew } from "../render/prose.ts";
import { dim, type StyledText } from "../render/span.ts";
import { textLines } from "../render/text-lines.ts";
import type { FailureFact } from "./recording/failure.ts";

/** What is not known, and why. */
type NamedFailure = {
	readonly name: string;
	readonly failure: FailureFact;
};

/** Why some of several are not known, and below what to do about it, once. For stderr. */
export function failureLines(
	failed: readonly NamedFailure[],
): readonly StyledText[] {
	const newOf = onlyNew();
	return failed.flatMap(({ name, failure }) => {
		const [first, ...more] = textLines(failure.message, "in -o json");
		return [
			`${name}: ${first}`,
			...more.map((line) => `  ${line}`),
			...newOf(failure.hint).map((line): StyledText => ["  ", dim(line)]),
		];
	});
}
