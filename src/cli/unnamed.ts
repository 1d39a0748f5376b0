/** What was said of a pod, without its name, which stands beside it: so several that fail alike say the same. Of what has no namespace it stands as it is. */
export function unnamed(
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
