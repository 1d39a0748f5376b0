import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `default` */
export const healthy: Scenario = {
	manifests: () => [
		...server({ name: "user-service", env: { METRICS_PORT: "9090" } }),
		...server({ name: "order-service", replicas: 1 }),
	],
};
