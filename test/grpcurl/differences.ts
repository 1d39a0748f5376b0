// Every intended difference between the plugin and grpcurl 1.9.4, with its reason. Cases name these differences. A case that
// names one and shows none fails.

/** An intended difference. */
export type KnownDifference = {
	readonly grpcurl: string;
	readonly ours: string;
	readonly reason: string;
	/** Rewrites grpcurl's output as the plugin prints it. It is set where nothing else may differ. */
	readonly rewrite?: (printed: string) => string;
};

const PROTOJSON = "ProtoJSON says so.";
const TEXT_FORMAT = "The text format's specification says so.";

/** The differences by the key that cases use. */
export const DIFFERENCES: Readonly<Record<string, KnownDifference>> = {
	"json-types": {
		grpcurl:
			'takes `"true"` for a truth, `"2"` for an enum, one value for a list, `[]` for a message or a map, `null` for an element',
		ours: "refuses, and names what it expected",
		reason: PROTOJSON,
	},
	"json-twice": {
		grpcurl:
			"takes the last of a field that is given twice, or by both of its names, and of the fields of a oneof",
		ours: "refuses",
		reason: `${PROTOJSON} What was typed is not what would be sent.`,
	},
	"json-integers": {
		grpcurl: "refuses `1.0` and `1e3` for an integer",
		ours: "takes them",
		reason: PROTOJSON,
	},
	"json-float-range": {
		grpcurl: "makes a `float` that is too large infinite",
		ours: "refuses",
		reason: PROTOJSON,
	},
	"json-negative-zero": {
		grpcurl: "leaves a negative zero out, as if it were the default",
		ours: "writes `-0`",
		reason: "It was sent, and it is not the default.",
	},
	"json-surrogate": {
		grpcurl: "puts U+FFFD for half of a surrogate pair",
		ours: "refuses",
		reason: "What was typed is not what would be sent.",
	},
	"json-base64": {
		grpcurl: "takes padded standard base64 alone",
		ours: "takes the URL alphabet too, and no padding",
		reason: PROTOJSON,
	},
	"json-null-in-oneof": {
		grpcurl: "refuses `null` for a scalar of a oneof",
		ours: "takes it as not set",
		reason: PROTOJSON,
	},
	"json-field-mask": {
		grpcurl: "reads and writes a FieldMask as an object",
		ours: "as one string, `a,b.c`",
		reason: PROTOJSON,
	},
	"json-duration": {
		grpcurl:
			"takes any unit, `1m`, and refuses durations of more than 292 years",
		ours: "takes seconds, `60s`, up to 10,000 years",
		reason: PROTOJSON,
	},
	"json-any": {
		grpcurl:
			"refuses an empty Any, and a google.protobuf.Empty in one without a `value`",
		ours: "takes both",
		reason: PROTOJSON,
	},
	"json-empty-bytes-value": {
		grpcurl: "writes `null` for an empty BytesValue",
		ours: '`""`',
		reason: `${PROTOJSON} \`null\` is one that is not set.`,
		rewrite: (printed) => printed.replace(/(bytes": (?:\[\s*)?)null/gi, '$1""'),
	},
	"json-null-value": {
		grpcurl: 'writes `"NULL_VALUE"` for a NullValue',
		ours: "`null`",
		reason: PROTOJSON,
		rewrite: (printed) => printed.replaceAll('"NULL_VALUE"', "null"),
	},
	"implicit-presence": {
		grpcurl:
			"does not know fields without presence in an edition, and writes them always",
		ours: "leaves them out when they are empty",
		reason: PROTOJSON,
	},
	"source-floats": {
		grpcurl: "describes a default as `+Inf` or `9999.000000`",
		ours: "`inf` and `9999`",
		reason: "`+Inf` is no proto source; the file had `9999`.",
		rewrite: (printed) =>
			printed
				.replaceAll("+Inf", "inf")
				.replace(/(= -?\d+)\.(\d*?)0+(?=[,\]])/g, (_, whole, fraction) =>
					fraction === "" ? whole : `${whole}.${fraction}`,
				),
	},
	"source-oneof-comment": {
		grpcurl: "leaves the comment of a oneof out when it is described by itself",
		ours: "writes it",
		reason: "Every other symbol has its comment.",
	},
	"describe-names": {
		grpcurl:
			"does not describe `pkg.Service/Method`, nor `pkg.Enum.VALUE`, nor a name without its package",
		ours: "takes them, besides `pkg.Service.Method` and `pkg.VALUE`; a name without its package where no other has it",
		reason: "They are how methods and values are written elsewhere.",
	},
	"describe-members": {
		grpcurl:
			"does not describe what the server's reflection does not know by name: with grpcio methods, with grpc-java fields, oneofs, enums and extensions, with @grpc/reflection enum values",
		ours: "finds it in its message or service, or in the files of the services",
		reason: "The server has described it.",
	},
	"describe-order": {
		grpcurl:
			"describes services in the server's order, with grpc-java that of a hash table",
		ours: "by their names",
		reason: "As `list` has them; and pods with the same schema print the same.",
		rewrite: (printed) =>
			printed
				.split(/^(?=\S+ is a service:$)/m)
				.sort()
				.join(""),
	},
	"own-well-known-types": {
		grpcurl: "describes google.protobuf as the server has it",
		ours: "as the plugin has it, of a later version",
		reason: "Servers leave these files out, or have damaged ones.",
	},
	"node-reflection": {
		grpcurl:
			"refuses what @grpc/reflection says of imports, maps and extensions",
		ours: "understands it",
		reason: "It can be told what is meant.",
	},
	"template-oneofs": {
		grpcurl:
			"leaves scalars of a oneof out of a template, and has the last message of it",
		ours: "has the first field of it, and names the others below",
		reason: "One sees what there is to choose from.",
	},
	"template-recursion": {
		grpcurl:
			"leaves out fields that are `optional` in proto3, and writes a message within itself once more, with `null` for the messages in it",
		ours: "has every field, and `{}` for a message within itself, or what it requires",
		reason: "A template is there to be filled in.",
	},
	"template-methods": {
		grpcurl: "has templates of messages alone",
		ours: "also of what a method takes, and of each method of a service",
		reason: "A request is what a template is filled in for.",
	},
	"template-text": {
		grpcurl: "prints templates in text format too, without scalars",
		ours: "prints JSON",
		reason: "A text template without its scalars is of little use.",
	},
	"out-folders": {
		grpcurl: "refuses a `-protoset-out` in a folder that is not there",
		ours: "makes the folder",
		reason: "As `-proto-out-dir` does in both.",
	},
	"proto-elsewhere": {
		grpcurl:
			"without `-import-path` finds a `.proto` file below the current folder alone",
		ours: "finds it where it is, and its imports beside it",
		reason: "The path says which file is meant.",
	},
	"files-of-both-kinds": {
		grpcurl: "takes either `-proto` or `-protoset`",
		ours: "both, the files of one adding to the other's",
		reason: "What one builds and what one edits are often both there.",
	},
	"template-any": {
		grpcurl: 'has `"value": {}` in the Any of a template',
		ours: "has its `@type` alone",
		reason: "An Any of google.protobuf.Empty needs no more.",
		rewrite: (printed) => printed.replace(/,\n\s*"value": \{\}/g, ""),
	},
	"method-names": {
		grpcurl: "wants `pkg.Service/Method` or `pkg.Service.Method`",
		ours: "also takes a slash before it, and leaves out the package, or the service too, where one method has the name",
		reason: "Paths in logs begin with a slash.",
	},
	"required-within": {
		grpcurl:
			"sends a message in which a required field of a message within is missing",
		ours: "refuses, and names the field",
		reason: "The server would refuse to decode it.",
	},
	"rpc-types": {
		grpcurl: "does not know google.rpc's details",
		ours: "knows them always",
		reason: "Servers send them without saying what they are.",
	},
	"json-names": {
		grpcurl:
			"writes a field's own name where the server's descriptor has no JSON name, as grpcio's of google.rpc",
		ours: "writes the JSON name that follows from it",
		reason: PROTOJSON,
	},
	"response-before-failure": {
		grpcurl: "drops the response of a client stream that then fails",
		ours: "prints it, and then the failure",
		reason: "The server did send it.",
	},
	garbage: {
		grpcurl: "calls a response that cannot be decoded INTERNAL",
		ours: "says where it breaks, and ends with 3: the status was the server's",
		reason: "The server said OK; what is wrong is its message, or the schema.",
	},
	"sent-count": {
		grpcurl: "counts no request where it sends an empty one for lack of data",
		ours: "counts what was sent",
		reason: "One was sent.",
		rewrite: (printed) =>
			printed.replace("Sent 0 requests and", "Sent 1 request and"),
	},
	redacted: {
		grpcurl: "prints all request metadata with `-v`",
		ours: "prints the length of credentials and of `-bin` values",
		reason: "What is shown is pasted into tickets.",
	},
	"own-encodings": {
		grpcurl: "offers gzip",
		ours: "offers gzip and deflate",
		reason: "A server that echoes metadata shows it.",
		rewrite: (printed) =>
			printed.replace(
				"grpc-accept-encoding: gzip",
				"grpc-accept-encoding: identity,deflate,gzip",
			),
	},
	"response-encoding": {
		grpcurl: "leaves `grpc-encoding` out of the response headers of `-v`",
		ours: "prints it",
		reason: "It tells whether responses are compressed.",
		rewrite: (printed) =>
			printed.replace(
				"grpc-accept-encoding: gzip\n",
				"grpc-accept-encoding: gzip\ngrpc-encoding: identity\n",
			),
	},
	"details-trailer": {
		grpcurl: "prints `grpc-status-details-bin` among the trailers of `-v`",
		ours: "prints the details, decoded, with the status",
		reason: "As it is sent it cannot be read.",
		rewrite: (printed) =>
			printed.replace(/^grpc-status-details-bin: .*$/m, "(empty)"),
	},
	"out-on-call": {
		grpcurl:
			"documents `-protoset-out` and `-proto-out-dir` for calls, and writes nothing",
		ours: "writes what the method needs",
		reason: "It is what its help says.",
	},
	"unknown-code": {
		grpcurl: "ends with 64 + a status code that does not exist",
		ours: "has UNKNOWN for it, and names the code in the message",
		reason: "PROTOCOL-HTTP2.md asks that of clients.",
	},
	"limit-of-reflection": {
		grpcurl: "limits the answers of reflection by `-max-msg-sz` too",
		ours: "limits the answers of the method",
		reason: "A limit that one tries out should not hide the method.",
	},
	"text-literals": {
		grpcurl:
			"refuses hexadecimal and octal numbers, `t` for true, comments, single quotes, adjacent strings, lists of messages without a colon",
		ours: "takes them",
		reason: TEXT_FORMAT,
	},
	"text-any": {
		grpcurl: "refuses `[type.googleapis.com/pkg.Message] { … }` in an Any",
		ours: "takes it",
		reason: TEXT_FORMAT,
	},
	"text-twice": {
		grpcurl: "takes the last of a field that is given twice",
		ours: "refuses",
		reason: TEXT_FORMAT,
	},
	"text-by-number": {
		grpcurl:
			"takes a field by its number, and skips one that the message does not have",
		ours: "refuses, and says what the field is called",
		reason: TEXT_FORMAT,
	},
	"text-group-name": {
		grpcurl: "names a delimited field of an edition by the field, `part { … }`",
		ours: "by its message, `Part { … }`",
		reason: TEXT_FORMAT,
		rewrite: (printed) => printed.replace("part:", "Part:"),
	},
};
