import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `hot-pod` */
export const hotPod: Scenario = {
	manifests: () =>
		server({ name: "user-service", env: { METRICS_PORT: "9090" } }),
	after: async (control) => {
		const [hot, ...others] = control.podNames();
		if (hot) await control.load(hot, 200);
		for (const pod of others) await control.load(pod, 2);
	},
};
