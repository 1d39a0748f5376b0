import { PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import { type PodAddress, podName } from "./address.ts";

/** The error for a pod that holds no connection any more, or not yet. @param trouble completes "pod NAMESPACE/POD …" */
export function podGone(
	address: PodAddress,
	trouble: string,
	cause?: unknown,
): PluginError {
	return new PluginError("pod-gone", `pod ${podName(address)} ${trouble}`, {
		cause,
		hint: [`kubectl get pods -n ${shellWord(address.namespace)}`],
	});
}
