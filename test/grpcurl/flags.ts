// grpcurl's flags beside ours. docs/grpcurl.md shows them, and the corpus is translated with them.

/** A flag of grpcurl 1.9. */
export type FlagRow = {
	readonly name: string;
	readonly takes: "nothing" | "a value" | "perhaps a value";
	/** Our arguments for it; undefined where there is nothing to pass. */
	readonly ours:
		| ((value: string, kind: Question["kind"]) => readonly string[])
		| undefined;
	/** Our flag as the page shows it. */
	readonly shown: string;
	/** What differs between the two flags. */
	readonly note?: string;
};

/** Returns the row of a flag with the same name and values. */
function same(name: string, takes: FlagRow["takes"], note?: string): FlagRow {
	return renamed(name, name, takes, note);
}

function renamed(
	name: string,
	to: string,
	takes: FlagRow["takes"],
	note?: string,
): FlagRow {
	return {
		name,
		takes,
		ours: (value) => (takes === "nothing" ? [`--${to}`] : [`--${to}=${value}`]),
		shown: `\`--${to}\``,
		...(note === undefined ? {} : { note }),
	};
}

/** Returns the row of a flag that takes seconds with a fraction in grpcurl, and a duration with a unit in the plugin. */
function seconds(name: string, besides = ""): FlagRow {
	return {
		name,
		takes: "a value",
		ours: (value) => [
			`--${name}=${Number(value) < 0 ? value : Number(value)}s`,
		],
		shown: `\`--${name}\``,
		note: `Takes a duration with a unit, such as \`1.5s\` or \`2m\`, not a number of seconds.${besides}`,
	};
}

function absent(
	name: string,
	takes: FlagRow["takes"],
	note: string,
	shown = "–",
): FlagRow {
	return { name, takes, ours: undefined, shown, note };
}

/** Every flag of grpcurl, in the order of its help. */
export const FLAGS: readonly FlagRow[] = [
	renamed(
		"H",
		"header",
		"a value",
		"Also `-H`. Names that begin with `grpc-` are refused, because gRPC reserves them.",
	),
	same("allow-unknown-fields", "nothing"),
	absent(
		"alts",
		"nothing",
		"ALTS works between virtual machines of one cloud, not to pods.",
	),
	absent("alts-handshaker-service", "a value", "As `-alts`."),
	absent("alts-target-service-account", "a value", "As `-alts`."),
	same("authority", "a value"),
	same("cacert", "a value"),
	same("cert", "a value"),
	seconds("connect-timeout"),
	{
		name: "d",
		takes: "a value",
		ours: (value) => ["--data", value],
		shown: "`-d`, `--data`",
		note: "`-d @FILE` reads a file, `-d -` standard input too. Repeatable.",
	},
	same("emit-defaults", "nothing"),
	same("expand-headers", "nothing"),
	same("format", "a value", "`binary` too."),
	absent(
		"format-error",
		"nothing",
		"`-o json` prints the whole result, including the status and its details.",
		"`-o json`",
	),
	absent("help", "nothing", "The same.", "`--help`"),
	same("import-path", "a value"),
	renamed(
		"insecure",
		"insecure-skip-verify",
		"nothing",
		"Without this flag, the certificate of an address must verify, as in grpcurl. That of a pod must verify only with `--cacert` or `--servername`, because the API server leads to the pod.",
	),
	seconds("keepalive-time"),
	same("key", "a value"),
	renamed("max-msg-sz", "max-msg-size", "a value"),
	seconds(
		"max-time",
		" It is the deadline of the call and is sent to the server. Connecting has `--connect-timeout`, and reflection has `--rpc-timeout`.",
	),
	renamed("msg-template", "template", "nothing"),
	same(
		"plaintext",
		"nothing",
		"Rarely needed: without `--plaintext` and `--tls`, the plugin finds out which one the server speaks. If an address that is not on loopback speaks plaintext, a line on stderr says so, and no metadata is sent to it.",
	),
	same("proto", "a value"),
	same("proto-out-dir", "a value"),
	same("protoset", "a value"),
	same("protoset-out", "a value"),
	{
		name: "reflect-header",
		takes: "a value",
		ours: (value, kind) => [
			`--${kind === "call" ? "reflect-header" : "header"}=${value}`,
		],
		shown: "`--reflect-header`",
		note: "For `call` only. `list` and `describe` use nothing but reflection, so use `-H` there.",
	},
	{
		name: "rpc-header",
		takes: "a value",
		ours: (value, kind) => (kind === "call" ? [`--rpc-header=${value}`] : []),
		shown: "`--rpc-header`",
	},
	same("servername", "a value"),
	absent(
		"unix",
		"nothing",
		"A pod is reached by its ports. For a socket on this machine use `socat`; the error shows the command.",
	),
	{
		name: "use-reflection",
		takes: "perhaps a value",
		ours: (value) => [`--reflection=${value === "false" ? "off" : "auto"}`],
		shown: "`--reflection=auto|only|off`",
		note: "`auto` (the default) asks the server first and uses files for the rest, like grpcurl with `-use-reflection` and files. `off` uses only files, like grpcurl with files alone.",
	},
	same("user-agent", "a value"),
	{
		name: "v",
		takes: "nothing",
		ours: () => ["-v"],
		shown: "`-v`",
	},
	absent("version", "nothing", "The same.", "`version`"),
	{
		name: "vv",
		takes: "nothing",
		ours: () => ["-vv"],
		shown: "`-vv`",
	},
];

/** What a person asks grpcurl, parsed. */
export type Question = {
	readonly kind: "list" | "describe" | "call";
	/** grpcurl's flags as given. */
	readonly flags: readonly { readonly row: FlagRow; readonly value: string }[];
	/** A symbol or a method, where one is given. */
	readonly rest: readonly string[];
};

/** Parses grpcurl's arguments. A flag that grpcurl does not have stays as it is. */
export function parseQuestion(args: readonly string[]): Question {
	const flags: Question["flags"][number][] = [];
	let index = 0;
	for (; args[index]?.startsWith("-"); index += 1) {
		const given = args[index] ?? "";
		const [name = "", value] = given.slice(1).split(/=(.*)/s);
		const row = FLAGS.find((flag) => flag.name === name) ?? unknown(given);
		const next = row.takes === "a value" && value === undefined;
		flags.push({ row, value: (next ? args[index + 1] : value) ?? "" });
		if (next) index += 1;
	}
	const [verb, ...rest] = args.slice(index);
	if (verb === "list" || verb === "describe")
		return { kind: verb, flags, rest };
	return { kind: "call", flags, rest: args.slice(index) };
}

function unknown(given: string): FlagRow {
	return { name: given, takes: "nothing", ours: () => [given], shown: "" };
}

/** Returns our subcommand and arguments for a question, about an address or about files alone. */
export function ourArguments(
	{ kind, flags, rest }: Question,
	address: string | undefined,
): readonly string[] {
	const given = flags.flatMap(
		({ row, value }) => row.ours?.(value, kind) ?? [],
	);
	const transport = address === undefined ? [] : [address, "--plaintext"];
	return [kind, ...transport, ...filesAlone(flags), ...given, ...rest];
}

/** When files are given, grpcurl asks a server only with -use-reflection. */
function filesAlone(flags: Question["flags"]): readonly string[] {
	const names = flags.map(({ row }) => row.name);
	const hasFiles = names.includes("proto") || names.includes("protoset");
	return hasFiles && !names.includes("use-reflection")
		? ["--reflection=off"]
		: [];
}

/** Returns grpcurl's arguments for the same question. */
export function theirArguments(
	args: readonly string[],
	{ rest, kind }: Question,
	address: string | undefined,
): readonly string[] {
	if (address === undefined) return args;
	const symbols = rest.length + (kind === "call" ? 0 : 1);
	const flags = args.slice(0, args.length - symbols);
	return ["-plaintext", ...flags, address, ...args.slice(flags.length)];
}
