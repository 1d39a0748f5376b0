const SCHEMAS = "schemas go with --proto or --protoset";
const FOLLOWS = "--watch follows";

const FILE = {
	call: "requests go with -d @FILE",
	list: SCHEMAS,
	describe: SCHEMAS,
	diff: SCHEMAS,
};

/** Hints for flags of kubectl's commands that users try, by flag and by subcommand. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	f: { ...FILE, health: FOLLOWS },
	filename: FILE,
	follow: { health: FOLLOWS },
	timeout: {
		health: "--wait=DURATION waits that long",
		call: "--max-time=DURATION is the deadline",
	},
};

/** Returns what to do instead of a flag of kubectl, by its name; undefined for other flags, and where nothing replaces it. */
export function insteadOfKubectlFlag(
	name: string,
	command: string | undefined,
): string | undefined {
	if (command === undefined || !Object.hasOwn(INSTEAD, name)) return undefined;
	return INSTEAD[name]?.[command];
}
