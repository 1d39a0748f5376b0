import type { Arguments } from "../../cli/parse-arguments.ts";
import { checkSchemaFlags } from "../../cli/schema-contradictions.ts";
import { TRANSPORT_FLAGS } from "../../cli/transport-flags.ts";
import type {
	CallOptions,
	ChannelOptions,
	Metadata,
} from "../../grpc/channel.ts";
import {
	parseOutputFormat,
	type StructuredFormat,
} from "../../render/output-format.ts";
import type { MessageFormat, ResponseOptions } from "../../schema/codec.ts";
import { type CALL_FLAGS, CALL_FORMATS } from "./command.ts";
import { refuseContradictions } from "./contradictions.ts";
import { type HeaderOptions, readHeaders } from "./headers.ts";
import { refuseSecondTarget, splitTarget } from "./target-and-method.ts";

export type CallArguments = Arguments<typeof CALL_FLAGS>;

/** How much is printed besides the responses: grpcurl's -v and -vv. */
type Detail = "responses" | "sections" | "measured";

/** What is shown of a call: responses as they arrive, a live screen of them, or the whole result at the end. */
export type Output =
	| { readonly kind: "responses" }
	| { readonly kind: "screen" }
	| { readonly kind: "whole"; readonly format: StructuredFormat };

/** Which pods are called: one, all (`atOnce` of them at a time), or those that connections to the Service get. */
type Pods =
	| { readonly kind: "one" }
	| { readonly kind: "all"; readonly atOnce: number }
	| { readonly kind: "service" };

/** How many calls are made, and at what pace. */
export type Repeat = {
	readonly times: number;
	/** The number of calls under way at a time: for each pod, or for the Service. */
	readonly concurrency: number;
	/** Milliseconds between the starts of two calls. */
	readonly intervalMs: number;
};

/** What a command line asks for. It is checked before anything is opened. */
export type CallPlan = {
	/** The words that name the target. */
	readonly target: readonly string[];
	readonly method: string;
	readonly pods: Pods;
	/** Undefined: one call. */
	readonly repeat: Repeat | undefined;
	readonly data: readonly string[];
	readonly format: MessageFormat;
	readonly unknownFields: "refuse" | "allow";
	readonly output: Output;
	readonly detail: Detail;
	readonly limit: number | undefined;
	/** Undefined: standard output. */
	readonly outputFile: string | undefined;
	readonly writing: Omit<ResponseOptions, "registry" | "layout">;
	readonly call: CallOptions;
	readonly channel: Pick<
		ChannelOptions,
		"userAgent" | "keepaliveTimeMs" | "maxReceiveBytes"
	>;
	readonly reflectionMetadata: Metadata;
};

/** Returns whether responses are printed as JSON. With -o and --all-pods they are, whatever the format of the requests. */
export function printsJson({
	format,
	pods,
	output,
}: Pick<CallPlan, "format" | "pods" | "output">): boolean {
	return format === "json" || pods.kind === "all" || output.kind === "whole";
}

/** Reads the command line. @throws PluginError `usage`, `bad-input` for a file of headers */
export function callPlan(
	{ words, flags }: CallArguments,
	env: NodeJS.ProcessEnv,
	signal: AbortSignal,
): CallPlan {
	const format = formatOf(flags.format);
	const read = (values: readonly string[], flag: HeaderOptions["flag"]) =>
		readHeaders(values, {
			flag,
			expand: flags["expand-headers"] ? "expand" : "verbatim",
			env,
		});
	const common = read(flags.header, "-H");
	const output = outputOf(flags);
	const deadlineMs = noneForZero(flags["max-time"]);
	const pods = podsOf(flags);
	const asked = splitTarget(words, flags.selector);
	refuseContradictions(flags, output.kind);
	checkSchemaFlags(flags);
	if (pods.kind === "one" && flags.pod === undefined)
		refuseSecondTarget(asked.target);
	return {
		...asked,
		pods,
		repeat: repeatOf(flags),
		data: flags.data,
		format,
		unknownFields: flags["allow-unknown-fields"] ? "allow" : "refuse",
		output,
		detail: detailOf(flags),
		limit: flags.limit,
		outputFile: outputFileOf(flags),
		writing: writingOf(flags, format),
		call: {
			metadata: [...common, ...read(flags["rpc-header"], "--rpc-header")],
			compress: flags.compress === "gzip" ? "gzip" : "identity",
			maxReceiveBytes: flags["max-msg-size"],
			signal,
			...(deadlineMs === undefined ? {} : { deadlineMs }),
		},
		channel: channelOf(flags),
		reflectionMetadata: [
			...common,
			...read(flags["reflect-header"], "--reflect-header"),
		],
	};
}

function writingOf(
	flags: CallArguments["flags"],
	format: MessageFormat,
): CallPlan["writing"] {
	return {
		format,
		defaults: flags["emit-defaults"] ? "emit" : "omit",
		fieldNames: flags["proto-names"] ? "proto" : "json",
		enums: flags["enum-numbers"] ? "numbers" : "names",
	};
}

function channelOf(flags: CallArguments["flags"]): CallPlan["channel"] {
	const { "max-msg-size": maxReceiveBytes, "user-agent": userAgent } = flags;
	const keepaliveTimeMs = noneForZero(flags["keepalive-time"]);
	return {
		maxReceiveBytes,
		...(userAgent === undefined ? {} : { userAgent }),
		...(keepaliveTimeMs === undefined ? {} : { keepaliveTimeMs }),
	};
}

/** Zero means no limit, as in grpcurl. */
function noneForZero(ms: number | undefined): number | undefined {
	return ms === 0 ? undefined : ms;
}

function podsOf(flags: CallArguments["flags"]): Pods {
	if (flags.via === "service") return { kind: "service" };
	if (!flags["all-pods"]) return { kind: "one" };
	const { concurrency, repeat } = flags;
	// With --repeat, --concurrency is the number of calls that each pod gets at a time.
	const asked = repeat === undefined ? concurrency : undefined;
	return { kind: "all", atOnce: asked ?? TRANSPORT_FLAGS.concurrency.default };
}

function repeatOf(flags: CallArguments["flags"]): Repeat | undefined {
	const { repeat, concurrency, interval } = flags;
	if (repeat === undefined) return undefined;
	return {
		times: repeat,
		concurrency: concurrency ?? 1,
		intervalMs: interval ?? 0,
	};
}

function outputOf({ output, ui }: CallArguments["flags"]): Output {
	const format = parseOutputFormat(output, CALL_FORMATS);
	return format.kind === "table"
		? { kind: ui ? "screen" : "responses" }
		: { kind: "whole", format };
}

function outputFileOf(flags: CallArguments["flags"]): string | undefined {
	const file = flags["output-file"];
	return file === "-" ? undefined : file;
}

function formatOf(flag: string): MessageFormat {
	return flag === "text" || flag === "binary" ? flag : "json";
}

function detailOf(flags: CallArguments["flags"]): Detail {
	switch (flags.v) {
		case 1:
			return "sections";
		case 2:
			return "measured";
		default:
			return "responses";
	}
}
