/** Which addresses of its pod a server is bound to: all, the pod's IP only, or its loopback only. */
export type Bind = "all" | "pod" | "localhost";

/** What a pod's process tells the kubelet over IPC. */
export type PodMessage =
	/** Signals are heard from now on. */
	| { readonly type: "up" }
	| {
			readonly type: "listening";
			/** The port the container believes it has. */
			readonly port: number;
			readonly bind: Bind;
			/** The loopback port of this machine that stands for it. */
			readonly actual: number;
	  }
	| { readonly type: "closed"; readonly port: number };

/** What the kubelet tells a pod's process over IPC. */
export type PodCommand = {
	readonly type: "set-health";
	/** Name as grpc.health.v1 has it; empty is the overall health. */
	readonly service: string;
	readonly status: ServingStatus;
};

export type ServingStatus = "SERVING" | "NOT_SERVING" | "UNKNOWN";

/** Whether an environment value or an RPC's field names a settable health status. */
export function isServingStatus(text: unknown): text is ServingStatus {
	return text === "SERVING" || text === "NOT_SERVING" || text === "UNKNOWN";
}

/** Tells apart our messages from anything else that arrives over IPC. */
export function isPodMessage(message: unknown): message is PodMessage {
	if (typeof message !== "object" || message === null || !("type" in message))
		return false;
	const { type } = message;
	return type === "up" || type === "listening" || type === "closed";
}

/** The same for the other direction. */
export function isPodCommand(message: unknown): message is PodCommand {
	return (
		typeof message === "object" &&
		message !== null &&
		"type" in message &&
		message.type === "set-health"
	);
}

/** The environment variable that turns the plugin's own executable into a pod's process; its value is a {@link PodRole}. */
export const POD_VARIABLE = "KUBECTL_GRPC_SANDBOX_POD";

/** The test server, a container that runs and does nothing, or one that ends well at once. */
export type PodRole = "user-service" | "idle" | "complete";
