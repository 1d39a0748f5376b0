import type { Container } from "../kubernetes/pod.ts";
import type { PodTarget } from "../kubernetes/target.ts";

/** Returns the container that declares the chosen port, else the first application container. */
export function servingContainer({
	pod: { containers },
	port,
}: PodTarget): Container | undefined {
	const owner =
		port.kind === "chosen"
			? containers.find(({ name }) => name === port.container)
			: undefined;
	return owner ?? containers.find(({ role }) => role === "application");
}
