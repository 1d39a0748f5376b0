import type { Output } from "../../../../src/commands/health/views/output.ts";
import { type OutputStream, pageOf } from "../../../../src/render/page.ts";

/** A stream that a test reads. */
type Written = OutputStream & { readonly write: (text: string) => boolean };

/** Returns the output of a run of `health` on these streams, at the time 0: a table of one namespace, without a live screen. */
export function outputOn(
	stdout: Written,
	stderr: Written,
	more: Partial<Output> = {},
): Output {
	return {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stderr as unknown as NodeJS.WriteStream,
		env: {},
		format: { kind: "table" },
		headers: "shown",
		scope: "namespace",
		now: () => 0,
		timeAt: (atMs) => atMs,
		page: pageOf(stdout, {}),
		live: "lines",
		...more,
	};
}
