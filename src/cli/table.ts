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

/** Who completes what flags and words name. What a subcommand alone knows is a file of its own folder and a line here. */
export const COMPLETERS: Completers = {
	...SHARED_COMPLETERS,
	scenario: async () =>
		(await import("../commands/sandbox/complete-scenario.ts")).completeScenario,
};

/** What a first run suggests to type. */
export const FIRST_EXAMPLES: readonly string[] = [
	"health deploy/user-service",
	"health --watch",
	`sandbox -- ${INVOCATION} health   # try it with no cluster at all`,
];
