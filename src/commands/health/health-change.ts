import type { API_VERSION } from "../../cli/api-version.ts";
import type { PodKey } from "../../cli/pod-name.ts";

/** One change that `--watch` reports, as a line of text or of JSON. */
export type HealthChange = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "HealthChange";
	/** ISO 8601. */
	readonly time: string;
	/**
	 * `pod`: the pod has appeared, is gone, or its status in Kubernetes or the reason why it does not run has changed. `target`: the
	 * target has no pods, or has lacked some, or itself, for some seconds (`missing`), or lacks nothing again after that (`complete`). `watch`:
	 * pods are not followed for now (`interrupted`), because the API server's stream broke or a target is no longer valid, or they
	 * are followed again (`following`).
	 */
	readonly about: "health" | "connection" | "pod" | "target" | "watch";
	readonly namespace: string | null;
	readonly pod: string | null;
	readonly service: string | null;
	readonly from: string | null;
	readonly to: string;
	readonly askedBy?: "watch" | "poll" | "check";
	readonly message?: string;
};

/** A change without the fields that all changes have alike. */
export type Change = Omit<HealthChange, "apiVersion" | "kind" | "time">;

/** Returns a change of a pod, to be completed. */
export function podChange(pod: PodKey): Change {
	const slash = pod.indexOf("/");
	return {
		about: "pod",
		namespace: pod.slice(0, slash),
		pod: pod.slice(slash + 1),
		service: null,
		from: null,
		to: "",
	};
}
