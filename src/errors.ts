/** Every {@link ErrorCode}. */
export const ERROR_CODES = [
	"usage",
	"bad-input",
	"kubeconfig",
	"context",
	"credentials",
	"certificate",
	"api-unreachable",
	"api-certificate",
	"unauthorized",
	"forbidden",
	"not-found",
	"conflict",
	"throttled",
	"api-error",
	"target",
	"port",
	"schema",
	"symbol",
	"unreachable",
	"name-unresolved",
	"no-route",
	"connection-refused",
	"pod-gone",
	"api-server-closed",
	"tunnel-cut",
	"tunnel-failed",
	"not-http2",
	"silent",
	"tls-handshake",
	"tls-verify",
	"tls-client-certificate",
	"connection-lost",
	"deadline",
	"cancelled",
	"internal",
] as const;

/**
 * Every way in which the plugin itself can fail, one word each. The word is stable: scripts match it in `-o json`.
 * What a server answers to an RPC is not an error of the plugin: that is a status, a fact like any other.
 */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The fields of an error besides its message. */
type ErrorDetail = {
	readonly cause?: unknown;
	/** What to do next, one line each, in the order to try. A line may be a command. */
	readonly hint?: readonly string[];
	/** A server's words that end the message, usually in quotation marks. They may be anybody's data. */
	readonly quoted?: string | undefined;
	/** Machine-readable details, such as the refused verb and resource. Never a credential. */
	readonly facts?: Readonly<Record<string, string | number | boolean>>;
};

/**
 * The one error class. It is thrown where the cause is known and formatted only in `cli/report-error.ts`. The message is a clause
 * without a full stop that names the thing that is wrong.
 */
export class PluginError extends Error {
	override readonly name = "PluginError";
	readonly code: ErrorCode;
	readonly hint: readonly string[];
	readonly quoted: string | undefined;
	readonly facts: Readonly<Record<string, string | number | boolean>>;

	constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
		super(
			message,
			detail.cause === undefined ? undefined : { cause: detail.cause },
		);
		this.code = code;
		this.hint = detail.hint ?? [];
		this.quoted = detail.quoted;
		this.facts = detail.facts ?? {};
	}
}

/** Returns anything caught as a {@link PluginError}. An unknown error becomes `internal`, a bug to report. */
export function toPluginError(caught: unknown): PluginError {
	if (caught instanceof PluginError) return caught;
	if (caught instanceof Error && caught.name === "AbortError")
		return new PluginError("cancelled", "interrupted", { cause: caught });
	// process.cwd() throws this wherever a path is made absolute.
	if (
		caught instanceof Error &&
		"syscall" in caught &&
		caught.syscall === "uv_cwd"
	)
		return new PluginError(
			"bad-input",
			"the current folder is no longer there",
			{ cause: caught, hint: ["cd to one that is"] },
		);
	return new PluginError("internal", messageOf(caught), { cause: caught });
}

/** Returns the message of anything caught. */
export function messageOf(caught: unknown): string {
	return caught instanceof Error ? caught.message : String(caught);
}

/** Returns anything caught as an Error. */
export function asError(caught: unknown): Error {
	return caught instanceof Error ? caught : new Error(String(caught));
}

/** Returns the same error with these hints in place of its own. */
export function withHint(
	{ code, message, cause, quoted, facts }: PluginError,
	hint: readonly string[],
): PluginError {
	return new PluginError(code, message, { cause, hint, quoted, facts });
}

/**
 * Joins several errors to one with the code of the first and the hints of all, those that all share at the end. Undefined when there
 * are none.
 */
export function joinErrors(
	errors: readonly PluginError[],
): PluginError | undefined {
	const [first] = errors;
	if (first === undefined || errors.length === 1) return first;
	const isShared = (line: string) =>
		errors.every(({ hint }) => hint.includes(line));
	const { own = [], shared = [] } = Object.groupBy(
		errors.flatMap(({ hint }) => hint),
		(line) => (isShared(line) ? "shared" : "own"),
	);
	return new PluginError(
		first.code,
		[...new Set(errors.map(({ message }) => message))].join("; "),
		{ cause: first, hint: [...new Set([...own, ...shared])] },
	);
}
