import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `hot-pod` */
export const hotPod: Scenario = {
	manifests: () =>
		server({ name: "user-service", env: { METRICS_PORT: "9090" } }),
};
