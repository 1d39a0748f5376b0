import { PluginError } from "../../errors.ts";
import type { CallArguments, Output } from "./options.ts";

type Asked = CallArguments["flags"] & {
	readonly prints: Output["kind"];
};

/** Every contradiction between flags of `call`, with a test row each. */
const CONTRADICTIONS: readonly {
	readonly when: (asked: Asked) => boolean;
	readonly says: string;
}[] = [
	{
		when: (asked) => asked["all-pods"] && asked.pod !== undefined,
		says: "--pod names one pod, --all-pods means all",
	},
	{
		when: (asked) => asked["all-pods"] && asked.trace,
		says: "--trace shows the connection to one pod: --pod NAME chooses it",
	},
	{
		when: (asked) => asked["all-pods"] && asked["output-file"] !== undefined,
		says: "--output-file takes the responses of one call, not of --all-pods",
	},
	{
		when: (asked) =>
			asked.prints === "whole" && asked["output-file"] !== undefined,
		says: "-o prints the whole result to standard output; --output-file writes responses alone",
	},
];

/** @throws PluginError `usage` when flags contradict each other */
export function refuseContradictions(
	flags: CallArguments["flags"],
	prints: Output["kind"],
): void {
	const broken = CONTRADICTIONS.find(({ when }) => when({ ...flags, prints }));
	if (broken !== undefined) throw new PluginError("usage", broken.says);
}
