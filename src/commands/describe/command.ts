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

/** The formats that `-o` of `describe` accepts. */
export const DESCRIBE_FORMATS = [
	"table",
	"json",
	"yaml",
	"name",
	"jsonpath",
] as const;

/** All flags of `describe`. */
export const DESCRIBE_FLAGS = defineFlags({
	template: {
		kind: "boolean",
		group: "command",
		help: "Also print a request to fill in, with every field: for a message, for the request of a method, or for each method of a service.",
	},
	"msg-template": {
		kind: "boolean",
		group: "command",
		help: "The same as --template, under grpcurl's name.",
	},
	...READ_SCHEMA_FLAGS,
	...ONE_POD_FLAGS,
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...outputFlag(DESCRIBE_FORMATS),
	...TABLE_FLAGS,
	...RECORDING_FLAGS,
	...INHERITED_FLAGS,
});

/** `kubectl grpc describe`. */
export const describeCommand = defineCommand(
	{
		name: "describe",
		summary: "Print the proto source of services, methods and messages",
		details: [
			"A symbol is the full name of anything that a schema declares: a service, a method (also as Service/Method), a message, a field, an enum, an enum value or an extension. The package may be left out of the name of a service, method, message or enum that no other has. Without a symbol, all services are described.",
			WHAT_A_TARGET_IS,
			"One Ready pod of the target is asked by reflection, and its name is printed on stderr. Without a target, one Ready gRPC pod of the namespace is asked (with -A of all namespaces, with -l one of the selected pods). With --proto or --protoset the schema is read from files, and no target is needed.",
		],
		usage: "[TARGET] [SYMBOL…]",
		complete: "symbol",
		examples: [
			{
				does: "Describe all services of a deployment",
				command: "describe deploy/user-service",
			},
			{
				does: "Describe a message, with a request to fill in",
				command:
					"describe deploy/user-service user.CreateUserRequest --template",
			},
			{
				does: "Describe a method of one pod",
				command:
					"describe deploy/user-service user.UserService/GetUser --pod hsc2s",
			},
			{
				does: "Describe a message as its descriptor, for a script",
				command: "describe deploy/user-service user.User -o json",
			},
		],
		flags: DESCRIBE_FLAGS,
	},
	async (context, args) => {
		const { runDescribe } = await import("./run.ts");
		return runDescribe(context, args);
	},
);
