import { unseenLines } from "../render/prose.ts";
import { dim, type StyledText } from "../render/span.ts";
import { textLines } from "../render/text-lines.ts";
import type { FailureFact } from "./recording/failure.ts";

/** The name of something that could not be obtained, and the reason. */
type NamedFailure = {
	readonly name: string;
	readonly failure: FailureFact;
};

/** Returns lines for stderr: why some names could not be obtained, with each hint printed once. */
export function failureLines(
	failed: readonly NamedFailure[],
): readonly StyledText[] {
	const newOf = unseenLines();
	return failed.flatMap(({ name, failure }) => {
		const [first, ...more] = textLines(failure.message, "in -o json");
		return [
			`${name}: ${first}`,
			...more.map((line) => `  ${line}`),
			...newOf(failure.hint).map((line): StyledText => ["  ", dim(line)]),
		];
	});
}
