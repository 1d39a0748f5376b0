import type { Pod } from "../kubernetes/pod.ts";

/** What was said of a pod, without its name, which stands beside it: so several that fail alike say the same. */
export function unnamed(
	message: string,
	{ namespace, name }: Pick<Pod, "namespace" | "name">,
): string {
	const whole = `${namespace}/${name}`;
	return message
		.replaceAll(`pod ${whole}`, "the pod")
		.replaceAll(`${whole}:`, "port ");
}
