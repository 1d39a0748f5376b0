import { callCommand } from "../commands/call/command.ts";
import { completionCommand } from "../commands/completion/command.ts";
import { describeCommand } from "../commands/describe/command.ts";
import { diffCommand } from "../commands/diff/command.ts";
import { explainCommand } from "../commands/explain/command.ts";
import { healthCommand } from "../commands/health/command.ts";
import { listCommand } from "../commands/list/command.ts";
import { sandboxCommand } from "../commands/sandbox/command.ts";
import { versionCommand } from "../commands/version/command.ts";
import { INVOCATION } from "../plugin-name.ts";
import type { Command } from "./command.ts";
import type { Completers } from "./completion/completer.ts";
import { SHARED_COMPLETERS } from "./completion/completers.ts";

/** Every subcommand, in the order of the overview. A new diagnosis is a folder under commands/ and a line here. */
export const COMMANDS: readonly Command[] = [
	healthCommand,
	listCommand,
	describeCommand,
	callCommand,
	diffCommand,
	explainCommand,
	sandboxCommand,
	completionCommand,
	versionCommand,
];

/** The completers of flags and words. A completer that belongs to one subcommand is a file in its folder and a line here. */
export const COMPLETERS: Completers = {
	...SHARED_COMPLETERS,
	scenario: async () =>
		(await import("../commands/sandbox/complete-scenario.ts")).completeScenario,
};

/** The examples that a first run prints. */
export const FIRST_EXAMPLES: readonly string[] = [
	"health deploy/user-service",
	"health --watch",
	`sandbox -- ${INVOCATION} health   # try it with no cluster at all`,
];
