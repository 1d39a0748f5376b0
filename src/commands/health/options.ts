import {
	type Contradiction,
	refuseContradictory,
} from "../../cli/contradictions.ts";
import { metadataOf } from "../../cli/metadata.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import { refuseQueryFlags } from "../../cli/recording/refuse-query-flags.ts";
import { checkRecordingFlags } from "../../cli/recording.ts";
import { refuseOddName } from "../../cli/refuse-odd-name.ts";
import { PluginError } from "../../errors.ts";
import type { Metadata } from "../../grpc/channel.ts";
import { parseSortKey, type SortKey } from "../../render/jsonpath/sort.ts";
import {
	type OutputFormat,
	parseOutputFormat,
} from "../../render/output-format.ts";
import type { OutputName } from "../../render/output-name.ts";
import { HEALTH_FLAGS, HEALTH_FORMATS } from "./command.ts";
import type { AskedServices } from "./questions.ts";
import { LONGEST_SERVICE, type Questions } from "./questions.ts";

export type HealthArguments = Arguments<typeof HEALTH_FLAGS>;

/** How long `health` goes on. */
export type Mode =
	| { readonly kind: "once" }
	| { readonly kind: "watch" }
	| { readonly kind: "wait"; readonly timeoutMs: number };

/** The flags of `health` as the engine takes them: what to ask, how long, what to print. */
export type HealthOptions = {
	readonly mode: Mode;
	readonly questions: Questions;
	readonly format: OutputFormat;
	readonly headers: "shown" | "hidden";
	/** Undefined keeps the order in which the pods were found: by namespace, target and name. */
	readonly sortKey: SortKey | undefined;
};

type Values = HealthArguments["flags"];

/** Every contradiction between the flags of `health`. Each has a row in the test. */
const CONTRADICTIONS: readonly Contradiction<Values>[] = [
	{
		when: (values) => values.watch && values.wait !== undefined,
		says: "--wait ends when all are serving and --watch never does: choose one",
	},
	{
		when: (values) => values.service.length > 0 && values["all-services"],
		says: "--service names services and --all-services asks for every one: choose one",
	},
	{
		when: ({ interval, watch, wait }) =>
			interval !== undefined && !watch && wait === undefined,
		says: "--interval means nothing without --watch or --wait",
	},
	{
		when: ({ watch, output }) => watch && ["name", "junit"].includes(output),
		says: "-o name and -o junit are for a result, and --watch never has one: take --wait, or another -o",
	},
	{
		when: (values) => values.watch && values["sort-by"] !== undefined,
		says: "--sort-by sorts a result, and --watch never has one: s, p and n sort its live screen",
	},
];

const WATCH_FORMATS: readonly OutputName[] = [
	"table",
	"wide",
	"json",
	"yaml",
	"jsonpath",
];

/** Milliseconds between two polls of a server without Health/Watch. */
const POLL_INTERVAL_MS = 1_000;

/** Milliseconds after which a Check is asked beside a quiet Watch: the kubelet's default period of a probe (periodSeconds). */
const QUIET_MS = 10_000;

/** Reads and checks the flags. @throws PluginError `usage` */
export function healthOptions(args: HealthArguments): HealthOptions {
	const { flags, words } = args;
	checkRecordingFlags(flags, words);
	refuseQueryFlags(args, HEALTH_FLAGS, ["watch", "wait"]);
	refuseContradictory(flags, CONTRADICTIONS);
	if (flags.wait !== undefined) words.forEach(refuseDuration);
	for (const name of flags.service) refuseOddService(name);
	return {
		mode: modeOf(flags),
		questions: questionsOf(flags, metadataOf(flags.header)),
		format: parseOutputFormat(
			flags.output,
			flags.watch ? WATCH_FORMATS : HEALTH_FORMATS,
		),
		headers: flags["no-headers"] ? "hidden" : "shown",
		sortKey:
			flags["sort-by"] === undefined
				? undefined
				: parseSortKey(flags["sort-by"]),
	};
}

/**
 * Refuses a target that looks like a duration, as in `--wait 1s` or `--wait 60`. The flag can also stand alone, so it takes a value only with `=`,
 * as in kubectl.
 */
function refuseDuration(word: string): void {
	const [, seconds] = /^(\d+)$/.exec(word) ?? [];
	if (seconds === undefined && !/^(?:[\d.]+(?:ms|s|m|h))+$/.test(word)) return;
	throw new PluginError("usage", `${word} is a time, and no target`, {
		hint: [
			`--wait=${word}${seconds === undefined ? "" : "s"}`,
			`a pod of that name is pod/${word}`,
		],
	});
}

function modeOf(flags: Values): Mode {
	if (flags.watch) return { kind: "watch" };
	return flags.wait === undefined
		? { kind: "once" }
		: { kind: "wait", timeoutMs: flags.wait };
}

function questionsOf(flags: Values, metadata: Metadata): Questions {
	return {
		services: servicesOf(flags),
		metadata,
		rpcTimeoutMs: flags["rpc-timeout"],
		concurrency: flags.concurrency,
		pollIntervalMs: flags.interval ?? POLL_INTERVAL_MS,
		quietMs: QUIET_MS,
	};
}

function servicesOf(flags: Values): AskedServices {
	if (flags["all-services"]) return { kind: "all" };
	return {
		kind: "named",
		names: flags.service.length === 0 ? [""] : flags.service,
	};
}

function refuseOddService(name: string): void {
	if (name.length > LONGEST_SERVICE)
		throw new PluginError(
			"usage",
			`--service: a name of ${name.length} characters is too long`,
		);
	refuseOddName("--service", name);
}
