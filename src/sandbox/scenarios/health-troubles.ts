import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `not-serving` */
export const notServing: Scenario = {
	manifests: () => server({ name: "user-service", readiness: "tcp" }),
	after: async (control) => {
		const [first] = control.podNames();
		if (!first) return;
		control.setHealth(first, "", "NOT_SERVING");
		control.setHealth(first, "user.UserService", "NOT_SERVING");
	},
};

/** `no-health` */
export const noHealth: Scenario = {
	manifests: () =>
		server({ name: "user-service", env: { HEALTH: "off" }, readiness: "tcp" }),
};

/** `slow` */
export const slow: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			env: { HEALTH_DELAY: "5s" },
			readiness: "tcp",
		}),
};
