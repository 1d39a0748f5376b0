import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import {
	outputFlag,
	RECORDING_FLAGS,
	TABLE_FLAGS,
} from "../../cli/output-flags.ts";
import { TARGET_FLAGS, WHAT_A_TARGET_IS } from "../../cli/target-flags.ts";
import { TRANSPORT_FLAGS } from "../../cli/transport-flags.ts";

const OWN_FLAGS = defineFlags({
	service: {
		kind: "strings",
		placeholder: "NAME",
		complete: "served-service",
		group: "command",
		help: "Ask for the health of this service; repeatable. Without this flag, ask for the health of the server as a whole.",
	},
	"all-services": {
		kind: "boolean",
		group: "command",
		help: "Ask for the health of the server as a whole, and of every service that Health/List names or, without Health/List, reflection lists.",
	},
	watch: {
		kind: "boolean",
		short: "w",
		group: "command",
		help: "Follow every pod with Health/Watch, also pods that start later. On a terminal this is a live screen, otherwise one line for each change.",
	},
	wait: {
		kind: "duration",
		placeholder: "DURATION",
		bare: "30s",
		group: "command",
		help: "Wait until every pod is SERVING, for at most 30s or the given time. Also waits for targets that do not exist yet.",
	},
	"rpc-timeout": {
		kind: "duration",
		placeholder: "DURATION",
		default: "3s",
		minimum: "1ms",
		group: "command",
		help: "How long one health check may take.",
	},
	"sort-by": {
		kind: "string",
		placeholder: "PATH",
		group: "output",
		help: "Sort the pods by any field that a pod has in -o json, for example .restarts or '.checks[0].latencyMs'.",
	},
	interval: {
		kind: "duration",
		placeholder: "DURATION",
		minimum: "10ms",
		group: "command",
		help: "With --watch or --wait, how often to ask a server that has no Health/Watch. Default: 1s.",
	},
});

/** The formats that `-o` of `health` accepts. With `--watch` it accepts some of them. */
export const HEALTH_FORMATS = [
	"table",
	"wide",
	"json",
	"yaml",
	"name",
	"jsonpath",
	"junit",
] as const;

/** Every flag of `health`. */
export const HEALTH_FLAGS = defineFlags({
	...OWN_FLAGS,
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...outputFlag(HEALTH_FORMATS),
	...TABLE_FLAGS,
	...RECORDING_FLAGS,
	...INHERITED_FLAGS,
});

/** `kubectl grpc health`. */
export const healthCommand = defineCommand(
	{
		name: "health",
		summary:
			"Check the gRPC health of every pod, and say where Kubernetes and the service disagree",
		details: [
			`${WHAT_A_TARGET_IS} Without a target, every gRPC workload of the namespace is checked.`,
			"The exit status is the same as for grpc_health_probe: 0 all pods are serving, 1 usage or API error, 2 a pod could not be connected to, 3 an RPC failed, 4 a service is not serving.",
		],
		usage: "[TARGET…]",
		complete: "target",
		examples: [
			{
				does: "Check every replica of a deployment",
				command: "health deploy/user-service",
			},
			{
				does: "Check every gRPC workload of a namespace",
				command: "health -n shop",
			},
			{
				does: "Check one service, and show ports, nodes and certificates",
				command:
					"health deploy/user-service --service user.UserService -o wide",
			},
			{
				does: "Follow a rollout live",
				command: "health deploy/user-service --watch",
			},
			{
				does: "Wait in a pipeline until all replicas serve, with a report for CI",
				command: "health deploy/user-service --wait=2m -o junit > health.xml",
			},
			{
				does: "Check servers that require mutual TLS, with the certificate of a Secret",
				command: "health deploy/user-service --tls-secret client-cert",
			},
		],
		flags: HEALTH_FLAGS,
	},
	async (context, args) => {
		const { runHealth } = await import("./run.ts");
		return runHealth(context, args);
	},
);
