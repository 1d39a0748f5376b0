import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import {
	outputFlag,
	RECORDING_FLAGS,
	TABLE_FLAGS,
} from "../../cli/output-flags.ts";
import { TARGET_FLAGS } from "../../cli/target-flags.ts";
import { TRANSPORT_FLAGS } from "../../cli/transport-flags.ts";

const OWN_FLAGS = defineFlags({
	service: {
		kind: "strings",
		placeholder: "NAME",
		complete: "served-service",
		group: "command",
		help: "Ask for this service's health; repeatable. Without it the server as a whole is asked for.",
	},
	"all-services": {
		kind: "boolean",
		group: "command",
		help: "Ask for the whole server and every service that it keeps a health status of (Health/List), or else lists by reflection.",
	},
	watch: {
		kind: "boolean",
		short: "w",
		group: "command",
		help: "Follow every pod with Health/Watch, and pods as they come and go. On a terminal a live screen, else a line a change.",
	},
	wait: {
		kind: "duration",
		placeholder: "DURATION",
		bare: "30s",
		group: "command",
		help: "Wait until every pod is SERVING, for 30s or as long as given; for targets that do not exist yet, too.",
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
		help: "Sort the pods by a field that -o json has of each: .restarts, '.checks[0].latencyMs'.",
	},
	interval: {
		kind: "duration",
		placeholder: "DURATION",
		minimum: "10ms",
		group: "command",
		help: "With --watch or --wait, how often to ask a server that has no Health/Watch. Default: 1s.",
	},
});

/** What `-o` of `health` may name; with `--watch` some of it. */
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
			"Targets are TYPE/NAME (deploy, sts, ds, rs, rc, job, rollout, svc, pod), a pod's name, or HOST:PORT for an address reached without a cluster. Without a target every gRPC workload of the namespace is checked.",
			"The exit status is grpc_health_probe's: 0 all serving, 1 usage or API error, 2 a pod could not be connected to, 3 an RPC failed, 4 a service is not serving.",
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
				does: "Ask for one service, and show ports, nodes and certificates",
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
				does: "Check servers that want mutual TLS, with the certificate of a Secret",
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
