const SCHEMAS = "schemas go with --proto or --protoset";
const FOLLOWS = "--watch follows";
const RATE = "with --repeat, --interval=100ms starts ten calls a second";

const FILE = {
	call: "requests go with -d @FILE",
	list: SCHEMAS,
	describe: SCHEMAS,
	diff: SCHEMAS,
};

/** Hints for flags of kubectl's commands and of load generators that users try, by flag and by subcommand. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	f: { ...FILE, health: FOLLOWS },
	filename: FILE,
	follow: { health: FOLLOWS },
	timeout: {
		health: "--wait=DURATION waits that long",
		call: "--max-time=DURATION is the deadline",
	},
	rps: { call: RATE },
	qps: { call: RATE },
	rate: { call: RATE },
};

/** The same for flags of every subcommand. */
const INSTEAD_EVERYWHERE = new Map([
	["ns", "-n NAME, or --namespace=NAME"],
	["no-color", "--color=never, or NO_COLOR=1"],
]);

/** Returns what to do instead of a flag of another tool, by its name; undefined for other flags, and where nothing replaces it. */
export function insteadOfForeignFlag(
	name: string,
	command: string | undefined,
): string | undefined {
	if (command !== undefined && Object.hasOwn(INSTEAD, name))
		return INSTEAD[name]?.[command];
	return INSTEAD_EVERYWHERE.get(name);
}
