import type { Flags, FlagValues } from "../flags.ts";
import type { Reach } from "../reach.ts";
import type { CompleterName } from "./completed-by.ts";

/** One thing that the shell may offer. */
export type Candidate = {
	readonly value: string;
	/** Shown beside the value by shells that can; one line. */
	readonly description?: string;
};

/** Candidates, and what the shell does when one is taken, or offers when there is none. */
export type Completion = {
	readonly candidates: readonly Candidate[];
	readonly next: "space" | "no-space" | "files" | "folders";
};

/** The command line around the word that is completed. */
export type CompletionRequest = {
	/** What has been typed of the word; all candidates must begin with it, others are dropped. */
	readonly prefix: string;
	/** The words before it that are no flags. */
	readonly words: readonly string[];
	/** The flags typed so far, of one table. @throws PluginError `usage` for a bad value among them */
	readonly flagsOf: <F extends Flags>(table: F) => Promise<FlagValues<F>>;
	/** The recording that is asked in place of a cluster. */
	readonly replay: string | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** Loads the cluster that the flags choose. @throws PluginError */
	readonly reach: () => Promise<Reach>;
	readonly signal: AbortSignal;
};

/** Gives candidates. What it throws is nobody's error: then there is nothing to offer. */
export type Completer = (
	request: CompletionRequest,
) => Promise<readonly Candidate[] | Completion>;

/** Every completer, loaded when it is asked. */
export type Completers = Readonly<
	Record<CompleterName, () => Promise<Completer>>
>;

/** Nothing to offer, and no file names in its place. */
export const NOTHING: Completion = { candidates: [], next: "space" };
