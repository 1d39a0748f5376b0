import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PluginError } from "../../errors.ts";
import { findExecutable } from "../../executable-file.ts";

const run = promisify(execFile);

const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

export type GitOptions = {
	readonly cwd: string;
	readonly signal: AbortSignal;
	/** The text for git's stdin. */
	readonly input?: string;
};

/** Runs git and returns its output. @throws PluginError `bad-input` with git's message where it fails */
export async function git(
	words: readonly string[],
	{ cwd, signal, input = "" }: GitOptions,
): Promise<Buffer> {
	const program = await findExecutable("git", process.env, "refused");
	if (program === undefined)
		throw new PluginError("bad-input", "--proto-git: there is no git", {
			hint: ["it is looked for on the PATH"],
		});
	try {
		const running = run(program, words, {
			cwd,
			signal,
			encoding: "buffer",
			env: { ...process.env, GIT_DIR: repositoryOf(process.env) },
			maxBuffer: LARGEST_OUTPUT_BYTES,
		});
		// A git that has ended does not read its input. Its exit status tells the reason.
		running.child.stdin?.on("error", () => undefined).end(input);
		return (await running).stdout;
	} catch (cause) {
		const reason = reasonOf(cause);
		throw new PluginError("bad-input", `--proto-git: ${reason}`, {
			cause,
			hint: [
				/not a git repository/.test(reason)
					? `--import-path names a folder of the repository; ${cwd} is in none`
					: "it takes a commit, tag or branch of the repository that the --import-path folders are in",
			],
		});
	}
}

/**
 * Drops GIT_DIR unless GIT_WORK_TREE is set. A git hook sets it relative to another folder, and git would take the folder that it
 * runs in for the whole tree (githooks, git: GIT_WORK_TREE).
 */
function repositoryOf(env: NodeJS.ProcessEnv): string | undefined {
	return env["GIT_WORK_TREE"] === undefined ? undefined : env["GIT_DIR"];
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	const said =
		"stderr" in cause && Buffer.isBuffer(cause.stderr)
			? cause.stderr.toString().trim().split("\n")[0]
			: "";
	return said === undefined || said === "" ? cause.message : said;
}
