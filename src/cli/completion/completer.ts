import type { Flags, FlagValues } from "../flags.ts";
import type { Reach } from "../reach.ts";
import type { CompleterName } from "./completed-by.ts";

/** One value that the shell may offer. */
export type Candidate = {
	readonly value: string;
	/** Shown beside the value by shells that can; one line. */
	readonly description?: string;
};

/** Candidates, and what the shell does after it inserts one, or offers when there is none. */
export type Completion = {
	readonly candidates: readonly Candidate[];
	readonly next: "space" | "no-space" | "files" | "folders";
};

/** The command line around the word that is completed. */
export type CompletionRequest = {
	/** The typed part of the word. Candidates that do not begin with it are dropped. */
	readonly prefix: string;
	/** The words before it, without flags. */
	readonly words: readonly string[];
	/** Parses the flags typed so far that one table has. @throws PluginError `usage` for a bad value among them */
	readonly flagsOf: <F extends Flags>(table: F) => Promise<FlagValues<F>>;
	/** The recording that replaces the cluster. */
	readonly replay: string | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** Loads the cluster that the flags select. @throws PluginError */
	readonly reach: () => Promise<Reach>;
	readonly signal: AbortSignal;
};

/** Returns candidates. When it throws, nothing is offered and no error is reported. */
export type Completer = (
	request: CompletionRequest,
) => Promise<readonly Candidate[] | Completion>;

/** Every completer, loaded on use. */
export type Completers = Readonly<
	Record<CompleterName, () => Promise<Completer>>
>;

/** Nothing to offer, and no file names in its place. */
export const NOTHING: Completion = { candidates: [], next: "space" };
