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
import { REQUEST_FLAGS } from "./flags.ts";

/** The formats that `-o` of `call` accepts. */
export const CALL_FORMATS = ["table", "json", "yaml", "jsonpath"] as const;

/** Every flag of `call`. */
export const CALL_FLAGS = defineFlags({
	...REQUEST_FLAGS,
	...ONE_POD_FLAGS,
	...TARGET_FLAGS,
	...READ_SCHEMA_FLAGS,
	...TRANSPORT_FLAGS,
	...outputFlag(CALL_FORMATS),
	...TABLE_FLAGS,
	...RECORDING_FLAGS,
	...INHERITED_FLAGS,
	concurrency: {
		kind: "integer",
		placeholder: "N",
		minimum: 1,
		group: "command",
		help: `With --repeat, the number of calls at the same time on each connection, or of connections with --via service. Default: 1. Without --repeat, the number of pods that --all-pods calls at the same time. Default: ${TRANSPORT_FLAGS.concurrency.default}.`,
	},
	record: {
		...RECORDING_FLAGS.record,
		help: "Also write a recording of the calls to FILE, for --replay: names, sizes, codes and times. No messages, header values or secrets are written.",
	},
	v: {
		...INHERITED_FLAGS.v,
		group: "output",
		help: "Print method, metadata, headers, contents, trailers and counts, as grpcurl does. -vv also prints the size of each response and how long each step took. From -v=6 on, it is kubectl's log level instead, as for all commands.",
	},
});

/** The command `kubectl grpc call`. */
export const callCommand = defineCommand(
	{
		name: "call",
		summary: "Call a method of a pod, or of every pod",
		details: [
			"Requests are JSON, from -d, a file or standard input. Responses are printed as they arrive. If the call fails, its status and details are printed on stderr, and the exit status is 64 plus the status code.",
			`${WHAT_A_TARGET_IS} One Ready pod of the target is called. Its name is printed on stderr.`,
		],
		usage: "TARGET [[PACKAGE.]SERVICE/]METHOD",
		complete: "method",
		examples: [
			{
				does: "Call a method of one pod of a deployment",
				command:
					'call deploy/user-service user.UserService/GetUser -d \'{"id": "42"}\'',
			},
			{
				does: "Call every pod, and see whether one answers differently",
				command:
					'call deploy/user-service GetUser -d \'{"id": "42"}\' --all-pods',
			},
			{
				does: "Send what you type, or a file of JSON values, as a stream",
				command: "call deploy/chat chat.Chat/Talk -d - < messages.json",
			},
			{
				does: "Take the first three responses of a stream",
				command:
					"call deploy/user-service user.UserService/ListUsers --limit 3",
			},
			{
				does: "Call every pod a thousand times, and compare their latencies",
				command:
					'call deploy/user-service GetUser -d \'{"id": "42"}\' --all-pods --repeat 1000',
			},
			{
				does: "See how a Service spreads connections over its pods",
				command:
					'call svc/user-service GetUser -d \'{"id": "42"}\' --via service --repeat 100',
			},
			{
				does: "Print the whole result, for a script",
				command: 'call deploy/user-service GetUser -d \'{"id": "42"}\' -o json',
			},
		],
		flags: CALL_FLAGS,
	},
	async (context, args) => {
		const { runCall } = await import("./run.ts");
		return runCall(context, args);
	},
);
