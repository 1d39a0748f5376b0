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
		help: "Look in every namespace; beats --namespace.",
	},
	port: {
		kind: "string",
		placeholder: "PORT",
		complete: "port",
		group: "target",
		help: "The gRPC port, by number or by its name in the pod. Without it the port is found by evidence; health -o wide says which.",
	},
	container: {
		kind: "string",
		short: "c",
		placeholder: "NAME",
		complete: "container",
		group: "target",
		help: "The container whose ports are meant.",
	},
});
