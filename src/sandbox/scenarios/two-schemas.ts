import type { Manifest } from "../objects/metadata.ts";
import { podSpec, service } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `two-schemas`: a canary behind the Service of what it is to replace. */
export const twoSchemas: Scenario = {
	manifests: () => [
		track("user-service", "stable", 3, {}),
		track("user-service-canary", "canary", 1, { SCHEMA: "v2" }),
		service("user-service"),
	],
};

function track(
	name: string,
	label: string,
	replicas: number,
	env: Readonly<Record<string, string>>,
): Manifest {
	const labels = { app: "user-service", track: label };
	const image = `kubectl-grpc.test/user-service:${label === "canary" ? "v2" : "v1"}`;
	return {
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata: { name, labels },
		spec: {
			replicas,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: podSpec({ name: "user-service", image, env }),
			},
		},
	};
}
