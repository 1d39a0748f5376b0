import { createAuthority } from "../certificate/certificate.ts";
import { statefulServer } from "./lifecycle-troubles.ts";
import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";
import { serviceNames, tlsEnv, tlsSecret } from "./tls-secrets.ts";

/** `mixed` */
export const mixed: Scenario = {
	manifests: () => [
		tlsSecret("payment-service-tls", createAuthority("shop-ca"), {
			commonName: "payment-service",
			usage: "server",
			names: serviceNames("payment-service"),
		}),
		...server({
			name: "user-service",
			readiness: "tcp",
			env: { METRICS_PORT: "9090" },
		}),
		...server({ name: "order-service", replicas: 2 }),
		...server({
			name: "payment-service",
			replicas: 1,
			env: tlsEnv("payment-service-tls"),
			readiness: "tcp",
		}),
		...statefulServer("inventory", 2),
		...server({
			name: "search-service",
			replicas: 1,
			env: { HEALTH: "off" },
			readiness: "tcp",
		}),
		...server({
			name: "mail-service",
			replicas: 1,
			env: { PORT: "50052" },
			readiness: "none",
		}),
		...server({ name: "report-service", replicas: 1, env: { START: "crash" } }),
		...server({
			name: "archive-service",
			replicas: 1,
			podSpec: { nodeSelector: { disk: "none-has-this" } },
		}),
	],
	after: async (control) => {
		const replica = control
			.podNames()
			.find((name) => name.startsWith("user-service-"));
		if (replica) control.setHealth(replica, "", "NOT_SERVING");
	},
};
