import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { structuredPrinter } from "../../cli/structured-printer.ts";
import { type PluginError, toPluginError } from "../../errors.ts";
import type { ClusterFlags } from "../../kubernetes/cluster.ts";
import { clientReport, clientText, type VersionReport } from "./report.ts";
import { skewOf, skewWarning } from "./skew.ts";

/** What the user asked of `version`. */
type VersionRun = {
	readonly scope: "client" | "client-and-server";
	/** The value of -o; undefined for text. */
	readonly output: string | undefined;
	readonly cluster: ClusterFlags;
	/** The value of -v. */
	readonly verbosity: number | undefined;
};

/** The report. It has the server where that answers; otherwise `trouble` is the reason. */
type Outcome = {
	readonly report: VersionReport;
	readonly trouble?: PluginError;
};

/** Prints the versions. It prints the client's version even where the server cannot be asked. @throws PluginError */
export async function runVersion(
	context: RunContext,
	run: VersionRun,
): Promise<ExitStatus> {
	const print =
		run.output === undefined
			? undefined
			: await structuredPrinter(run.output, context);
	// The client's text comes out before the server answers.
	if (print === undefined) context.stdout.write(clientText(clientReport()));
	const { report, trouble } = await collect(context, run);
	if (print !== undefined) context.stdout.write(print(report));
	else await printServer(context, report);
	await warn(context, report);
	if (trouble !== undefined) throw trouble;
	return EXIT_STATUS.ok;
}

async function collect(
	context: RunContext,
	{ scope, cluster, verbosity }: VersionRun,
): Promise<Outcome> {
	const report = clientReport();
	if (scope === "client") return { report };
	try {
		const { readServerVersion } = await import("./server.ts");
		const serverVersion = await readServerVersion(cluster, verbosity, context);
		return {
			report: { ...report, serverVersion, skew: skewOf(serverVersion) },
		};
	} catch (caught) {
		return { report, trouble: toPluginError(caught) };
	}
}

async function printServer(
	{ stdout }: RunContext,
	{ serverVersion }: VersionReport,
): Promise<void> {
	if (serverVersion === undefined) return;
	const { escapeTerminal } = await import("../../render/escape.ts");
	stdout.write(`Server Version: ${escapeTerminal(serverVersion.gitVersion)}\n`);
}

async function warn(
	context: RunContext,
	{ serverVersion, skew }: VersionReport,
): Promise<void> {
	if (serverVersion === undefined || skew === undefined) return;
	const warning = skewWarning(serverVersion, skew);
	if (warning === undefined) return;
	const { noteOn } = await import("../../render/progress.ts");
	noteOn(context.stderr, `WARNING: ${warning}`);
}
