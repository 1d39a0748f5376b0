/** The addresses that a server is bound to: all, only the pod's IP, or only its loopback. */
export type Bind = "all" | "pod" | "localhost";

/** A message of a pod's process to the kubelet through IPC. */
export type PodMessage =
	/** The process handles signals now. */
	| { readonly type: "up" }
	| {
			readonly type: "listening";
			/** The port in the container. */
			readonly port: number;
			readonly bind: Bind;
			/** The loopback port of this machine in its place. */
			readonly actual: number;
	  }
	| { readonly type: "closed"; readonly port: number };

/** A message of the kubelet to a pod's process through IPC. */
export type PodCommand = {
	readonly type: "set-health";
	/** The service name in grpc.health.v1; empty for the overall health. */
	readonly service: string;
	readonly status: ServingStatus;
};

export type ServingStatus = "SERVING" | "NOT_SERVING" | "UNKNOWN";

/** Returns whether a value is a health status that can be set. */
export function isServingStatus(text: unknown): text is ServingStatus {
	return text === "SERVING" || text === "NOT_SERVING" || text === "UNKNOWN";
}

/** Returns whether a message is one that a pod's process sends. */
export function isPodMessage(message: unknown): message is PodMessage {
	if (typeof message !== "object" || message === null || !("type" in message))
		return false;
	const { type } = message;
	return type === "up" || type === "listening" || type === "closed";
}

/** Returns whether a message is one that the kubelet sends. */
export function isPodCommand(message: unknown): message is PodCommand {
	return (
		typeof message === "object" &&
		message !== null &&
		"type" in message &&
		message.type === "set-health"
	);
}

/** The environment variable that makes the plugin's executable run as a pod's process. Its value is a {@link PodRole}. */
export const POD_VARIABLE = "KUBECTL_GRPC_SANDBOX_POD";

/** The test server, a container that runs without doing anything, or one that exits with 0 at once. */
export type PodRole = "user-service" | "idle" | "complete";
