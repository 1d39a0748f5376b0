/** The result of one check. `output` is the text of the kubelet's event. */
export type CheckResult =
	| { readonly result: "success" }
	| { readonly result: "failure"; readonly output: string };

/** Returns the result of a failed check. */
export function failure(output: string): CheckResult {
	return { result: "failure", output };
}
