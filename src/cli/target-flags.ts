import { defineFlags } from "./flags.ts";

/** The flags that choose pods and ports, the same for every subcommand that works on pods. */
export const TARGET_FLAGS = defineFlags({
	selector: {
		kind: "string",
		short: "l",
		placeholder: "SELECTOR",
		group: "target",
		help: "Pods with these labels: 'app=user-service,tier!=cache'.",
	},
	"field-selector": {
		kind: "string",
		placeholder: "SELECTOR",
		group: "target",
		help: "Pods with these fields: 'spec.nodeName=worker-1'.",
	},
	"all-namespaces": {
		kind: "boolean",
		short: "A",
		group: "target",
		help: "Look in all namespaces. --namespace is then ignored.",
	},
	port: {
		kind: "string",
		placeholder: "PORT",
		complete: "port",
		group: "target",
		help: "The gRPC port, by number or by its name in the pod. Without this flag the plugin finds the port; health -o wide says which one, and why.",
	},
	container: {
		kind: "string",
		short: "c",
		placeholder: "NAME",
		complete: "container",
		group: "target",
		help: "Consider only the ports of this container.",
	},
});

/** What all words for targets may be, for the help of the commands that take them. */
export const WHAT_A_TARGET_IS =
	"A target is TYPE/NAME (deploy, sts, ds, rs, rc, job, rollout, svc, pod), the name of a pod, or HOST:PORT for an address that is reached without a cluster.";
