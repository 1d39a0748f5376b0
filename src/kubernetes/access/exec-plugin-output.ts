import type { ChildProcess } from "node:child_process";
import { isAbsent } from "../../file-error.ts";
import { failed, notFound } from "./exec-plugin-failure.ts";
import type { ExecPlugin } from "./kubeconfig.ts";

/** Certificates and tokens are a few KiB. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** Returns what a plugin prints on stdout until its end. @throws PluginError `credentials` when it fails or prints too much */
export function outputOf(
	child: ChildProcess,
	plugin: ExecPlugin,
): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	child.stdout?.on("data", (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > MAX_OUTPUT_BYTES) child.kill();
		else chunks.push(chunk);
	});
	child.once("exit", (_status, signal) => {
		// A plugin may leave processes behind, which hold its stderr open. By the next turn what it has written itself is read.
		setImmediate(() => child.stderr?.destroy());
		// A killed one may leave them with its output, too.
		if (signal !== null) child.stdout?.destroy();
	});
	return new Promise((resolve, reject) => {
		child.once("error", (error) => {
			reject(
				isAbsent(error)
					? notFound(plugin)
					: failed(plugin.command, `cannot be run: ${error.message}`, []),
			);
		});
		child.once("close", (status, signal) => {
			if (bytes > MAX_OUTPUT_BYTES)
				reject(failed(plugin.command, "printed more than 1 MiB", []));
			else if (status === 0) resolve(Buffer.concat(chunks).toString("utf8"));
			else reject(failed(plugin.command, endOf(status, signal), LOG_IN_HINT));
		});
	});
}

const LOG_IN_HINT = [
	"what it says about it stands above; logging in with it again often helps",
];

function endOf(status: number | null, signal: string | null): string {
	return status === null
		? `was ended by ${signal ?? "a signal"}`
		: `failed with exit status ${status}`;
}
