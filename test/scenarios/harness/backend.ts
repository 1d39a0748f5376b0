/** Users that both clusters know. `viewer` reads but opens no tunnel, `jane` may do nothing. */
export type User = "admin" | "viewer" | "jane";

/** What differs between the two clusters: where the kubeconfigs are, and how the API server is stopped. */
export type Backend = {
	readonly kind: "sandbox" | "real";
	readonly kubeconfig: (user: User) => {
		readonly path: string;
		readonly context: string | undefined;
	};
	readonly stopApiServer: () => Promise<void>;
	/** Does nothing when the API server runs already, so that a test may call it to clean up. */
	readonly startApiServer: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Opens the cluster that KUBECTL_GRPC_TEST_CLUSTER names; without it, a new sandbox. */
export function openBackend(): Promise<Backend> {
	return process.env["KUBECTL_GRPC_TEST_CLUSTER"] === "real"
		? realCluster()
		: sandboxCluster();
}

async function realCluster(): Promise<Backend> {
	const control = await import("../../cluster/control.ts");
	let apiServer: "running" | "stopped" = "running";
	return {
		kind: "real",
		kubeconfig: (user) => ({
			path: control.kubeconfigPath(user),
			context: undefined,
		}),
		stopApiServer: async () => {
			await control.stopApiServer();
			apiServer = "stopped";
		},
		startApiServer: async () => {
			// A second API server beside the first could never be stopped.
			if (apiServer === "running") return;
			apiServer = "running";
			await control.startApiServer();
		},
		close: async () => {},
	};
}

async function sandboxCluster(): Promise<Backend> {
	const { startSandbox } = await import("../../../src/sandbox/sandbox.ts");
	const sandbox = await startSandbox({ crashBackoffMs: 500 });
	return {
		kind: "sandbox",
		kubeconfig: (user) => ({ path: sandbox.kubeconfigPath, context: user }),
		stopApiServer: () => sandbox.control.stopApiServer(),
		startApiServer: () => sandbox.control.startApiServer(),
		close: () => sandbox.stop(),
	};
}
