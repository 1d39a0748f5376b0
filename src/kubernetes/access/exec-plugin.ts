import type { ChildProcess, SpawnOptions } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { isatty } from "node:tty";
import { messageOf, type PluginError } from "../../errors.ts";
import { findExecutable, startOf } from "../../executable-file.ts";
import type { Borrower, LendTerminal } from "../../lent-terminal.ts";
import type { ClusterLog } from "../cluster-log.ts";
import type { Authority } from "./certificates.ts";
import type { Access } from "./choose-access.ts";
import {
	type ExecCredential,
	execInfo,
	type PluginStdin,
	readExecCredential,
} from "./exec-credential.ts";
import { failed, notFoundIn } from "./exec-plugin-failure.ts";
import { outputOf } from "./exec-plugin-output.ts";
import type { ExecPlugin } from "./kubeconfig.ts";
import { isAllowed, readPluginPolicy } from "./kuberc.ts";

/** Milliseconds, long enough for someone to log in through a browser. */
const DEADLINE_MS = 10 * 60_000;
/**
 * Milliseconds. Ctrl-C on the terminal goes to the plugin and to this process, and may end the plugin first. Its end is then no failure
 * to report, and the terminal not to be taken back.
 */
const INTERRUPTION_MS = 200;

/** The surroundings of an exec plugin. */
type ExecContext = {
	readonly cluster: Access["cluster"];
	readonly authority: Authority | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** `--kuberc`. */
	readonly kuberc: string | undefined;
	readonly log?: ClusterLog | undefined;
	readonly lend?: LendTerminal | undefined;
};

/**
 * Runs a credential plugin as client-go does (plugin/pkg/client/auth/exec). KUBERNETES_EXEC_INFO is in its environment. Its stdin is
 * the terminal only when its interactiveMode allows that and a terminal is there. Its stderr is passed through. While it runs, it has
 * the terminal. It ends with this process at the latest.
 * @throws PluginError `credentials` when the plugin is not there, may not run, fails or prints no credential; never quoting what it
 * printed
 */
export async function runExecPlugin(
	plugin: ExecPlugin,
	context: ExecContext,
): Promise<ExecCredential> {
	const stdin = stdinFor(plugin);
	// Searches our own PATH. `spawn` would search a PATH from the plugin's env entries.
	const path = await findExecutable(plugin.command, context.env, "refused");
	if (path === undefined) throw await notFoundIn(context.env, plugin);
	await refuseIfDenied(plugin, path, context);
	return readExecCredential(
		await printedBy(plugin, path, stdin, context),
		plugin,
	);
}

/** Runs the plugin, which has the terminal meanwhile, and returns what it prints. @param path where its command was found */
async function printedBy(
	plugin: ExecPlugin,
	path: string,
	stdin: PluginStdin,
	context: ExecContext,
): Promise<string> {
	const info = execInfo(plugin, context.cluster, context.authority?.pem, stdin);
	const own = Object.fromEntries(
		plugin.env.map(({ name, value }) => [name, value]),
	);
	const { command, args, windowsVerbatimArguments } = startOf(
		path,
		plugin.args,
		context.env,
	);
	const { spawn } = await import("node:child_process");
	await using terminal = await context.lend?.({
		name: `the exec plugin ${JSON.stringify(plugin.command)}`,
		reads: readsOf(plugin, stdin),
	});
	const stderr = terminal?.stderr ?? "inherit";
	const options: SpawnOptions = {
		env: { ...context.env, ...own, KUBERNETES_EXEC_INFO: info },
		stdio: [stdin, "pipe", stderr === "inherit" ? stderr : "pipe"],
		timeout: DEADLINE_MS,
		windowsHide: true,
		windowsVerbatimArguments,
	};
	const begunMs = performance.now();
	const child = startedBy(() => spawn(command, args, options), plugin);
	endWithUs(child);
	if (stderr !== "inherit") child.stderr?.on("data", stderr);
	const output = outputOf(child, plugin).finally(() =>
		context.log?.({
			kind: "exec-plugin",
			command: plugin.command,
			durationMs: Math.round(performance.now() - begunMs),
		}),
	);
	if (stdin === "inherit") await output.catch(() => pause(INTERRUPTION_MS));
	return await output;
}

/** Starts the plugin. `spawn` throws for bad arguments, with a TypeError that quotes them, and one of them may be a secret. */
function startedBy(
	start: () => ChildProcess,
	{ command }: ExecPlugin,
): ChildProcess {
	try {
		return start();
	} catch (cause) {
		const why =
			cause instanceof TypeError
				? "one of its arguments or variables holds a null byte"
				: messageOf(cause);
		throw failed(command, `cannot be run: ${why}`, []);
	}
}

/** Ends the plugin with this process. Otherwise a plugin that waits for a login would go on reading the terminal. */
function endWithUs(child: ChildProcess): void {
	const end = () => void child.kill();
	process.once("exit", end);
	child.once("close", () => process.off("exit", end));
}

function stdinFor({ command, interactiveMode }: ExecPlugin): PluginStdin {
	if (interactiveMode === "Never") return "ignore";
	const hasTerminal = isatty(0);
	if (interactiveMode === "Always" && !hasTerminal)
		throw failed(command, "needs a terminal to ask on, and stdin is none", [
			"run it in a terminal, or log in with it beforehand",
		]);
	return hasTerminal ? "inherit" : "ignore";
}

function readsOf(
	{ interactiveMode }: ExecPlugin,
	stdin: PluginStdin,
): Borrower["reads"] {
	if (stdin === "ignore") return "never";
	return interactiveMode === "Always" ? "always" : "maybe";
}

/** Throws when the user's kuberc does not let the plugin run. @param path where the plugin's command was found */
async function refuseIfDenied(
	{ command }: ExecPlugin,
	path: string,
	{ env, kuberc }: ExecContext,
): Promise<void> {
	const policy = await readPluginPolicy(kuberc, env);
	switch (policy.kind) {
		case "allow-all":
			return;
		case "deny-all":
			throw denied(command, policy.file, "lets none run");
		case "allowlist": {
			const find = (each: string) => findExecutable(each, env, "refused");
			if (!(await isAllowed(command, path, policy.commands, find)))
				throw denied(command, policy.file, "does not list it");
			return;
		}
		default:
			policy satisfies never;
	}
}

function denied(command: string, file: string, why: string): PluginError {
	return failed(command, `may not run: kuberc ${file} ${why}`, [
		"its credentialPluginPolicy and credentialPluginAllowlist say which may",
	]);
}
