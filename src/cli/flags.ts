import type { CompletedBy } from "./completion/completed-by.ts";
import type { FlagGroup } from "./flag-groups.ts";

type FlagBase = {
	/** One letter, without the dash. */
	readonly short?: string;
	readonly group: FlagGroup;
	/** A sentence or two for `--help`, in kubectl's voice. */
	readonly help: string;
	/** Completes the value. Without it, the choices do, if there are any. */
	readonly complete?: CompletedBy;
};

/** A flag as data: the parser, `--help`, completion and the reference pages all read this one table. */
export type Flag =
	| (FlagBase & { readonly kind: "boolean" })
	| (FlagBase & {
			readonly kind: "string";
			readonly placeholder: string;
			readonly default?: string;
			readonly choices?: readonly string[];
			/** The value of the flag when it is given without `=VALUE` (pflag's NoOptDefVal). */
			readonly bare?: string;
			/** The file is written while standard output carries the answer, so `-` cannot mean standard output. */
			readonly written?: "beside-output";
	  })
	| (FlagBase & {
			readonly kind: "strings";
			readonly placeholder: string;
			/** Whether `--name ''` adds an empty value. Default: it is an error. */
			readonly empty?: "allowed";
	  })
	| (FlagBase & {
			readonly kind: "integer";
			readonly placeholder: string;
			readonly default?: number;
			readonly minimum: number;
			readonly bare?: number;
	  })
	| (FlagBase & {
			/** A Go duration; the parsed value is in milliseconds. */
			readonly kind: "duration";
			readonly placeholder: string;
			readonly default?: string;
			readonly minimum?: string;
			readonly bare?: string;
			/** The unit of a bare whole number. Without this, such a number is refused. */
			readonly unitless?: "seconds";
	  });

/** Flags by their long name, as typed: `connect-timeout`. */
export type Flags = Readonly<Record<string, Flag>>;

type Optional<F extends Flag, T> = F extends {
	readonly default: string | number;
}
	? T
	: T | undefined;

type FlagValue<F extends Flag> = F extends { readonly kind: "boolean" }
	? boolean
	: F extends { readonly kind: "string" }
		? Optional<F, string>
		: F extends { readonly kind: "strings" }
			? readonly string[]
			: Optional<F, number>;

/** The values of a parsed command line. Without a value, booleans are false, lists empty, and others undefined or the default. */
export type FlagValues<F extends Flags> = {
	readonly [Name in keyof F]: FlagValue<F[Name]>;
};

/** Keeps a flag table's literal types, so that {@link FlagValues} can be derived from it. */
export function defineFlags<const F extends Flags>(flags: F): F {
	return flags;
}
