import { aborted } from "../../abort.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { helpLayout } from "../../cli/help-layout.ts";
import { messageOf, PluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { INVOCATION } from "../../plugin-name.ts";
import type { OutputStream } from "../../render/page.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
	isScenarioName,
	SCENARIOS,
	type ScenarioName,
} from "../../sandbox/scenarios/catalogue.ts";
import { requireProgram } from "./find-program.ts";
import { type ChildRun, runChild } from "./run-child.ts";
import { scenarioList, usageText } from "./usage-text.ts";

type SandboxRun = {
	/** A name of {@link SCENARIOS}, or `list`. */
	readonly scenario: string;
	/** The command to run with KUBECONFIG set. Empty: the sandbox runs until the signal aborts. */
	readonly command: readonly string[];
	readonly stdout: NodeJS.WritableStream & OutputStream;
	readonly stderr: NodeJS.WritableStream;
	readonly env: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
};

/**
 * Runs a sandbox until its command ends or the user interrupts it, and then removes everything.
 * @returns the command's exit status, or 130
 * @throws PluginError `usage` for an unknown scenario or a command that cannot be started
 */
export async function runSandbox(run: SandboxRun): Promise<ExitStatus> {
	if (run.scenario === "list") {
		run.stdout.write(scenarioList(await helpLayout(run.stdout)));
		return EXIT_STATUS.ok;
	}
	const name = scenarioName(run.scenario);
	const [program, ...args] = run.command;
	const command =
		program === undefined
			? undefined
			: ([await requireProgram(program, run.env), ...args] as const);
	const [{ startSandbox }, { loadScenario }] = await Promise.all([
		import("../../sandbox/sandbox.ts"),
		import("../../sandbox/scenarios/load.ts"),
	]);
	const sandbox = await startSandbox({
		scenario: await loadScenario(name),
		onError: (error) => run.stderr.write(`sandbox: ${messageOf(error)}\n`),
	});
	try {
		return command === undefined
			? await stay(sandbox, name, run)
			: await runWithin(sandbox, { ...run, command });
	} finally {
		await sandbox.stop();
	}
}

function scenarioName(given: string): ScenarioName {
	if (isScenarioName(given)) return given;
	const near = nearest(given, Object.keys(SCENARIOS));
	throw new PluginError("usage", `there is no scenario "${given}"`, {
		hint: [
			...(near ? [`did you mean "${near}"?`] : []),
			`${INVOCATION} sandbox --scenario=list names them all`,
		],
	});
}

/** Starts the command once the scenario is in the state that its description says. */
async function runWithin(
	{ ready, kubeconfigPath }: Sandbox,
	run: SandboxRun & Pick<ChildRun, "command">,
): Promise<ExitStatus> {
	await Promise.race([ready, aborted(run.signal)]);
	if (run.signal.aborted) return EXIT_STATUS.interrupted;
	return runChild({
		...run,
		env: { ...run.env, KUBECONFIG: kubeconfigPath },
	});
}

async function stay(
	{ kubeconfigPath, ready }: Sandbox,
	name: ScenarioName,
	{ stdout, stderr, signal }: SandboxRun,
): Promise<ExitStatus> {
	const layOut = await helpLayout(stdout);
	stdout.write(usageText(name, kubeconfigPath, layOut));
	await Promise.race([ready, aborted(signal)]);
	if (!signal.aborted) stderr.write("The pods are up.\n");
	await aborted(signal);
	return EXIT_STATUS.interrupted;
}
