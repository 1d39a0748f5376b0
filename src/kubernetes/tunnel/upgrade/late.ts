import { withinTime } from "../../../abort.ts";
import { PluginError } from "../../../errors.ts";
import { lateCredentials } from "../../api/late-request.ts";
import { type PodAddress, podName } from "../address.ts";
import type { UpgradeStep } from "./upgrade.ts";

/** The step that an opening waits for. The kubelet sends the `confirmation` after the upgrade. */
export type OpeningStep = UpgradeStep | { readonly kind: "confirmation" };

/** The error for an opening that took longer than `timeoutMs`. It names the step that the opening was waiting for. */
export function lateError(
	step: OpeningStep,
	address: PodAddress,
	server: string,
	timeoutMs: number,
): PluginError {
	switch (step.kind) {
		case "credentials":
			return lateCredentials(server, timeoutMs);
		case "connection":
			return new PluginError(
				"api-unreachable",
				`no connection to the API server ${server} ${withinTime(timeoutMs)}`,
				{
					hint: [
						"check that the VPN is up, if one is needed, and that no firewall is in the way",
					],
				},
			);
		case "answer":
			return notStarted(address, timeoutMs, [
				"the API server waits for the kubelet of the pod's node (kubectl get nodes), or for a webhook that decides on rights or admission",
				"allow it more time with --connect-timeout",
			]);
		case "confirmation":
			return notStarted(address, timeoutMs, [
				"the API server waits for the kubelet of the pod's node: kubectl get nodes",
			]);
		case "pause":
			return step.refusal;
	}
}

const notStarted = (
	address: PodAddress,
	timeoutMs: number,
	hint: readonly string[],
): PluginError =>
	new PluginError(
		"deadline",
		`the port-forward to pod ${podName(address)} did not start ${withinTime(timeoutMs)}`,
		{ hint },
	);
