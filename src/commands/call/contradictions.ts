import {
	type Contradiction,
	refuseContradictory,
} from "../../cli/contradictions.ts";
import type { CallArguments, Output } from "./options.ts";
import { isStdin } from "./stdin.ts";

type Asked = CallArguments["flags"] & {
	readonly prints: Output["kind"];
};

/** Every contradiction between flags of `call`. The tests have a row for each. */
const CONTRADICTIONS: readonly Contradiction<Asked>[] = [
	{
		when: (asked) => asked["all-pods"] && asked.pod !== undefined,
		says: "--pod names one pod, --all-pods means all",
	},
	{
		when: (asked) => asked["all-pods"] && asked.trace,
		says: "--trace shows the connection to one pod: --pod NAME chooses it",
	},
	{
		when: (asked) => asked["all-pods"] && (asked.v === 1 || asked.v === 2),
		says: "-v shows one call, and --all-pods makes many: --pod NAME chooses one",
	},
	{
		when: (asked) => asked["all-pods"] && asked["output-file"] !== undefined,
		says: "--output-file takes the responses of one call, not of --all-pods",
	},
	{
		// The schemas of the pods may differ. The files would hold the schema of the last pod, or a mixture.
		when: (asked) =>
			asked["all-pods"] &&
			(asked["protoset-out"] ?? asked["proto-out-dir"]) !== undefined,
		says: "--protoset-out and --proto-out-dir write the schema of one pod, and --all-pods asks many: diff writes each",
	},
	{
		when: (asked) =>
			asked.prints === "whole" && asked["output-file"] !== undefined,
		says: "-o prints the whole result to standard output; --output-file writes responses alone",
	},
	{
		when: ({ repeat, interval }) =>
			repeat === undefined && interval !== undefined,
		says: "--interval means nothing without --repeat",
	},
	{
		when: (asked) =>
			asked.concurrency !== undefined &&
			asked.repeat === undefined &&
			!asked["all-pods"],
		says: "--concurrency means nothing without --repeat or --all-pods",
	},
	{
		when: (asked) =>
			asked.repeat !== undefined && asked["output-file"] !== undefined,
		says: "--output-file takes responses, and --repeat counts them",
	},
	{
		when: ({ repeat, limit }) => repeat !== undefined && limit !== undefined,
		says: "--limit ends a call early, and --repeat measures calls to their end",
	},
	{
		when: ({ repeat, v = 0 }) => repeat !== undefined && (v === 1 || v === 2),
		says: "-v shows one call, and --repeat counts many",
	},
	{
		when: ({ repeat, trace }) => repeat !== undefined && trace,
		says: "--trace shows the frames of one call, and --repeat counts many",
	},
	{
		when: ({ via, pod }) => via !== undefined && pod !== undefined,
		says: "--pod names one pod, and with --via the Service's endpoints are chosen among",
	},
	{
		when: (asked) => asked.via !== undefined && asked["all-pods"],
		says: "--all-pods calls every pod, and with --via the Service's endpoints are chosen among",
	},
	{
		when: (asked) =>
			asked.via !== undefined &&
			(asked.selector !== undefined ||
				asked["field-selector"] !== undefined ||
				asked["all-namespaces"]),
		says: "--via service goes through one Service, by its name: svc/NAME",
	},
	{
		when: (asked) => asked.ui && asked["all-pods"],
		says: "--ui shows one call, and --all-pods makes many",
	},
	{
		when: ({ ui, repeat }) => ui && repeat !== undefined,
		says: "--ui shows one call, and --repeat makes many",
	},
	{
		when: ({ ui, prints }) => ui && prints === "whole",
		says: "--ui shows responses on a screen, and -o prints the whole result",
	},
	{
		when: (asked) => asked.ui && asked["output-file"] !== undefined,
		says: "--ui shows responses on a screen, and --output-file writes them to a file",
	},
	{
		when: ({ ui, trace }) => ui && trace,
		says: "--trace prints on the terminal that --ui draws on",
	},
	{
		when: ({ ui, v = 0 }) => ui && (v === 1 || v === 2),
		says: "-v prints what is around responses, and --ui shows them on a screen",
	},
	{
		when: (asked) => asked["record-payloads"] && asked.record === undefined,
		says: "--record-payloads means nothing without --record",
	},
	{
		when: ({ ui, format }) => ui && format === "binary",
		says: "--format binary cannot be read on the screen of --ui",
	},
	{
		when: ({ ui, data }) => ui && data.some(isStdin),
		says: "--ui reads keys from standard input; -d @FILE takes requests from a file",
	},
];

/** Checks the flags. @throws PluginError `usage` if flags contradict each other */
export function refuseContradictions(
	flags: CallArguments["flags"],
	prints: Output["kind"],
): void {
	refuseContradictory({ ...flags, prints }, CONTRADICTIONS);
}
