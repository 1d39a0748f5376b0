import { explainCommand } from "../commands/explain/command.ts";
import { healthCommand } from "../commands/health/command.ts";
import { sandboxCommand } from "../commands/sandbox/command.ts";
import { versionCommand } from "../commands/version/command.ts";
import type { Command } from "./command.ts";

/** Every subcommand, in the order of the overview. A new diagnosis is a folder under commands/ and a line here. */
export const COMMANDS: readonly Command[] = [
	healthCommand,
	explainCommand,
	sandboxCommand,
	versionCommand,
];

/** What a first run suggests to type. */
export const FIRST_EXAMPLES: readonly string[] = [
	"health deploy/user-service",
	"health --watch",
	"sandbox -- kubectl grpc health   # try it with no cluster at all",
];
