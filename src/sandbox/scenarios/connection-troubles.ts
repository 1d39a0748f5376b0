import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `wrong-port` */
export const wrongPort: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			env: { PORT: "50052" },
			readiness: "tcp",
			probePort: 50052,
		}),
};

/** `pod-address` */
export const podAddress: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			env: { BIND: "pod", POD_IP: { field: "status.podIP" } },
		}),
};

/** `http1` */
export const http1: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			env: { PROTOCOL: "http1" },
			readiness: "http",
		}),
};

/** `silent` */
export const silent: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			env: { PROTOCOL: "silent" },
			readiness: "tcp",
		}),
};
