/** One probe's outcome; a failure with the words that the kubelet's event has. */
export type CheckResult =
	| { readonly result: "success" }
	| { readonly result: "failure"; readonly output: string };

/** A check that failed. */
export function failure(output: string): CheckResult {
	return { result: "failure", output };
}
