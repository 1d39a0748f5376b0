import type { ScenarioName } from "./catalogue.ts";
import type { Scenario } from "./scenario.ts";

/** Loads a scenario. */
export async function loadScenario(name: ScenarioName): Promise<Scenario> {
	switch (name) {
		case "default":
			return (await import("./healthy.ts")).healthy;
		case "not-serving":
			return (await import("./health-troubles.ts")).notServing;
		case "no-health":
			return (await import("./health-troubles.ts")).noHealth;
		case "slow":
			return (await import("./health-troubles.ts")).slow;
		case "wrong-port":
			return (await import("./connection-troubles.ts")).wrongPort;
		case "pod-address":
			return (await import("./connection-troubles.ts")).podAddress;
		case "http1":
			return (await import("./connection-troubles.ts")).http1;
		case "silent":
			return (await import("./connection-troubles.ts")).silent;
		case "tls":
			return (await import("./tls.ts")).tls;
		case "mtls":
			return (await import("./tls.ts")).mtls;
		case "two-schemas":
			return (await import("./two-schemas.ts")).twoSchemas;
		case "hot-pod":
			return (await import("./hot-pod.ts")).hotPod;
		case "bad-drain":
			return (await import("./lifecycle-troubles.ts")).badDrain;
		case "sidecar":
			return (await import("./lifecycle-troubles.ts")).sidecar;
		case "crashloop":
			return (await import("./lifecycle-troubles.ts")).crashloop;
		case "pending":
			return (await import("./lifecycle-troubles.ts")).pending;
		case "mixed":
			return (await import("./mixed.ts")).mixed;
	}
}
