/**
 * Removes a pod's name from a message that is printed beside the name, so that pods with the same failure have the same message.
 * Without a namespace, the message stays unchanged.
 */
export function withoutPodName(
	message: string,
	{
		namespace,
		name,
	}: { readonly namespace: string | null; readonly name: string },
): string {
	if (namespace === null) return message;
	const whole = `${namespace}/${name}`;
	return message
		.replaceAll(`pod ${whole}`, "the pod")
		.replaceAll(`${whole}:`, "port ");
}
