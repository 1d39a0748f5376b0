import { defineFlags } from "../../cli/flags.ts";

/** What is sent and how, and what of the answer is printed. */
export const REQUEST_FLAGS = defineFlags({
	data: {
		kind: "strings",
		short: "d",
		placeholder: "DATA",
		empty: "allowed",
		group: "command",
		help: "Requests: JSON values one after the other, @FILE, or - for standard input, which is sent as it comes. Repeatable.",
	},
	format: {
		kind: "string",
		placeholder: "FORMAT",
		default: "json",
		choices: ["json", "text", "binary"],
		group: "command",
		help: "How requests are written and responses printed: json, text (protobuf's text format, messages split by 0x1E) or binary (one message).",
	},
	"allow-unknown-fields": {
		kind: "boolean",
		group: "command",
		help: "Ignore fields that the request's message does not have.",
	},
	"all-pods": {
		kind: "boolean",
		group: "command",
		help: "Call every pod of the target, and group the answers.",
	},
	"rpc-header": {
		kind: "strings",
		placeholder: "'NAME: VALUE'",
		group: "command",
		help: "Metadata for the call alone, not for reflection; repeatable.",
	},
	"reflect-header": {
		kind: "strings",
		placeholder: "'NAME: VALUE'",
		group: "command",
		help: "Metadata for reflection alone; repeatable.",
	},
	"expand-headers": {
		kind: "boolean",
		group: "command",
		help: "Replace $NAME, written in braces, in metadata by the environment variable; one that is not set is an error.",
	},
	"max-time": {
		kind: "duration",
		placeholder: "DURATION",
		group: "command",
		help: "Deadline of the call, sent to the server too. Default: none.",
	},
	"max-msg-size": {
		kind: "integer",
		placeholder: "BYTES",
		minimum: 1,
		default: 4 * 1024 * 1024,
		group: "command",
		help: "The longest response that is taken.",
	},
	"keepalive-time": {
		kind: "duration",
		placeholder: "DURATION",
		group: "command",
		help: "Send an HTTP/2 PING this often; one unanswered for 20s ends the call.",
	},
	compress: {
		kind: "string",
		placeholder: "ALGORITHM",
		default: "identity",
		choices: ["identity", "gzip"],
		group: "command",
		help: "How requests are compressed: identity or gzip.",
	},
	"user-agent": {
		kind: "string",
		placeholder: "TEXT",
		group: "command",
		help: "Put before the plugin's own user-agent.",
	},
	limit: {
		kind: "integer",
		placeholder: "N",
		minimum: 1,
		group: "command",
		help: "Cancel the call after this many responses; that is no failure.",
	},
	"output-file": {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "output",
		help: "Write responses to FILE.",
	},
	"emit-defaults": {
		kind: "boolean",
		group: "output",
		help: "Print fields that have their default value, too.",
	},
	"proto-names": {
		kind: "boolean",
		group: "output",
		help: "Print fields by the names of the .proto file: user_id, not userId.",
	},
	"enum-numbers": {
		kind: "boolean",
		group: "output",
		help: "Print enum values as numbers.",
	},
	trace: {
		kind: "boolean",
		group: "output",
		help: "Print the HTTP/2 frames of the connection on standard error, with their header fields; of credentials only the length.",
	},
});
