import type { Scope } from "../../../cli/aim.ts";
import type { SortKey } from "../../../render/jsonpath/sort.ts";
import type { OutputFormat } from "../../../render/output-format.ts";
import type { Page } from "../../../render/page.ts";
import type { Waited } from "../waited.ts";

/** Where and how a run is shown. */
export type Output = {
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly env: NodeJS.ProcessEnv;
	readonly format: OutputFormat;
	readonly headers: "shown" | "hidden";
	readonly sortKey?: SortKey | undefined;
	readonly scope: Scope;
	readonly page: Page;
	/**
	 * Whether `--watch` writes one line for each change or draws a live screen, which would be in the way of an exec plugin that asks for
	 * the first credentials.
	 */
	readonly live: "lines" | { readonly screenAfter: Promise<void> };
	/** Milliseconds since the epoch, for ages. */
	readonly now: () => number;
	/**
	 * Returns the time of day, in milliseconds since the epoch, of a fact that is seen `atMs` milliseconds after the start. Now is not
	 * the start plus `atMs` where the machine has slept, or its clock was set; a replay has only that.
	 */
	readonly timeAt: (atMs: number) => number;
	/** How long a wait took that is over; undefined without one. */
	readonly waited?: Waited;
};
