/** The description of each scenario for `--scenario=list`. The scenarios themselves are loaded by name. */
export const SCENARIOS = {
	default: "three healthy replicas behind a Service, and a second workload",
	"not-serving":
		"one replica answers NOT_SERVING, and still gets traffic: its probe only opens a connection",
	"no-health": "the server has no gRPC health service",
	"wrong-port": "the manifest names one port, the server listens on another",
	"pod-address":
		"the server is bound to the pod's address only, where a port-forward does not reach it",
	tls: "servers behind TLS: one right, one with an expired certificate, one probed in plaintext",
	mtls: "the server asks for client certificates; right, expired and foreign ones lie in Secrets",
	http1: "what listens on the gRPC port speaks HTTP/1.1",
	silent: "what listens accepts connections and never answers",
	slow: "health checks take five seconds",
	"hot-pod": "one replica gets nearly all the calls",
	"two-schemas":
		"a canary behind the same Service serves another schema, which breaks callers",
	"bad-drain":
		"servers that end badly: one drops its calls, one ignores TERM until it is killed",
	sidecar: "pods with a native sidecar, a plain one, and the server among them",
	crashloop:
		"containers that crash, that complete, and an image that is not there",
	pending: "pods that no node takes, and a workload with no replicas",
	mixed: "a bit of everything, on one small shop",
} as const;

export type ScenarioName = keyof typeof SCENARIOS;

/** Returns whether there is a scenario of this name. */
export function isScenarioName(name: string): name is ScenarioName {
	return Object.hasOwn(SCENARIOS, name);
}
