import type { FindingCode } from "./catalogue.ts";

/** `error`: calls fail now. `warning`: calls will fail, or some do. `info`: worth knowing, but no call fails. */
export type Severity = "error" | "warning" | "info";

/** A verdict on facts, with what to do about it. */
export type Finding = {
	readonly code: FindingCode;
	readonly severity: Severity;
	/** Sentences for people. May quote what a pod sent, so views escape it. */
	readonly message: string;
	/** The next step, as a clause or a piece of a manifest. */
	readonly fix: string;
};
