import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import { ONE_POD_FLAGS } from "../../cli/one-pod-flags.ts";
import {
	outputFlag,
	RECORDING_FLAGS,
	TABLE_FLAGS,
} from "../../cli/output-flags.ts";
import { READ_SCHEMA_FLAGS } from "../../cli/read-schema-flags.ts";
import { TARGET_FLAGS, WHAT_A_TARGET_IS } from "../../cli/target-flags.ts";
import { TRANSPORT_FLAGS } from "../../cli/transport-flags.ts";

/** The formats that `-o` of `list` accepts. */
export const LIST_FORMATS = [
	"table",
	"wide",
	"json",
	"yaml",
	"name",
	"jsonpath",
] as const;

/** All flags of `list`. */
export const LIST_FLAGS = defineFlags({
	...READ_SCHEMA_FLAGS,
	...ONE_POD_FLAGS,
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...outputFlag(LIST_FORMATS),
	...TABLE_FLAGS,
	...RECORDING_FLAGS,
	...INHERITED_FLAGS,
});

/** `kubectl grpc list`. */
export const listCommand = defineCommand(
	{
		name: "list",
		summary: "List the services of a pod, or the methods of a service",
		details: [
			WHAT_A_TARGET_IS,
			"One Ready pod of the target is asked by reflection, and its name is printed on stderr. Without a target, one pod of every gRPC workload of the namespace is asked (with -A of all namespaces, with -l of the selected pods). With --proto or --protoset the schema is read from files, and no target is needed.",
		],
		usage: "[TARGET] [SERVICE…]",
		complete: "service",
		examples: [
			{
				does: "List what a deployment serves",
				command: "list deploy/user-service",
			},
			{
				does: "List what every gRPC workload of the namespace serves",
				command: "list",
			},
			{
				does: "List the methods of a service",
				command: "list deploy/user-service user.UserService",
			},
			{
				does: "Show all methods with their kinds and messages",
				command: "list deploy/user-service -o wide",
			},
			{
				does: "List what a descriptor file declares",
				command: "list --protoset api.binpb",
			},
		],
		flags: LIST_FLAGS,
	},
	async (context, args) => {
		const { runList } = await import("./run.ts");
		return runList(context, args);
	},
);
