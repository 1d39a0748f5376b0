import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import {
	outputFlag,
	RECORDING_FLAGS,
	TABLE_FLAGS,
} from "../../cli/output-flags.ts";
import { READ_SCHEMA_FLAGS } from "../../cli/read-schema-flags.ts";
import { TARGET_FLAGS, WHAT_A_TARGET_IS } from "../../cli/target-flags.ts";
import { TRANSPORT_FLAGS } from "../../cli/transport-flags.ts";

/** The formats that `-o` of `diff` accepts. */
export const DIFF_FORMATS = [
	"table",
	"wide",
	"json",
	"yaml",
	"name",
	"jsonpath",
	"junit",
] as const;

/** All flags of `diff`. */
export const DIFF_FLAGS = defineFlags({
	"exit-code": {
		kind: "boolean",
		group: "command",
		help: "Exit with 1 when a difference breaks wire, JSON or source.",
	},
	"proto-git": {
		kind: "string",
		placeholder: "REV",
		group: "command",
		help: "Read the --proto files, and the files that they import, as they were at this git revision.",
	},
	...READ_SCHEMA_FLAGS,
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...outputFlag(DIFF_FORMATS),
	...TABLE_FLAGS,
	...RECORDING_FLAGS,
	...INHERITED_FLAGS,
});

/** `kubectl grpc diff`. */
export const diffCommand = defineCommand(
	{
		name: "diff",
		summary: "Compare the schemas that pods serve, and say what breaks",
		details: [
			WHAT_A_TARGET_IS,
			"With one target, the schemas of all its pods are compared. This finds a rollout under way, a stale replica or a canary. With two targets, or with one target and --proto or --protoset, the second side is compared with the first.",
			"The result says what each difference breaks for users of the schema on the left of the arrow, by buf's categories: wire (WIRE), JSON (WIRE_JSON) or source (PACKAGE).",
			"Without --exit-code, differences do not change the exit status. With it, the exit status is 1 if a difference breaks something. Otherwise it is 2 if a pod could not be reached, 3 if a pod does not describe itself, and 0 if all is well.",
		],
		usage: "TARGET [TARGET]",
		complete: "target",
		examples: [
			{
				does: "See whether all replicas serve the same schema",
				command: "diff deploy/user-service",
			},
			{
				does: "Compare a canary with the deployment that it will replace",
				command: "diff deploy/user-service deploy/user-service-canary",
			},
			{
				does: "In a pipeline, refuse a schema that breaks callers of what runs",
				command:
					"diff deploy/user-service --proto user.proto --import-path proto --exit-code",
			},
			{
				does: "Compare what runs with the sources of a release",
				command:
					"diff deploy/user-service --proto user.proto --import-path proto --proto-git v1.4.0",
			},
		],
		flags: DIFF_FLAGS,
	},
	async (context, args) => {
		const { runDiff } = await import("./run.ts");
		return runDiff(context, args);
	},
);
