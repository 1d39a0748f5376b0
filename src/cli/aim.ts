import { PluginError } from "../errors.ts";
import type { EndpointArgument, PodQuery } from "../kubernetes/target.ts";
import { parseTargets } from "../kubernetes/targets/parse-target.ts";
import { checkPort } from "../kubernetes/targets/port-number.ts";
import type { FlagValues } from "./flags.ts";
import type { TARGET_FLAGS } from "./target-flags.ts";

/** What a command line points at: pods of a cluster, or addresses that need none. */
export type Aim =
	| { readonly kind: "pods"; readonly query: PodQuery }
	| {
			readonly kind: "endpoints";
			readonly endpoints: readonly EndpointArgument[];
	  };

/** Returns what a command line points at, before any request. @throws PluginError `usage`, `target` */
export async function aimOf(
	words: readonly string[],
	flags: FlagValues<typeof TARGET_FLAGS>,
	namespace: () => Promise<string>,
): Promise<Aim> {
	const targets = parseTargets(words);
	const endpoints = targets.filter((target) => target.kind === "endpoint");
	const workloads = targets.filter((target) => target.kind === "workload");
	if (endpoints.length > 0) {
		refusePodsBeside(workloads, flags);
		return { kind: "endpoints", endpoints };
	}
	return { kind: "pods", query: queryOf(workloads, flags, await namespace()) };
}

/** Where pods are looked for. In several namespaces, each pod is shown with its own. */
export type Scope = PodQuery["scope"];

/** Returns the scope that `-A` selects. */
export function scopeOf(flags: { readonly "all-namespaces": boolean }): Scope {
	return flags["all-namespaces"] ? "all-namespaces" : "namespace";
}

/** Returns the scope in a recording's header. */
export function recordedScope(view: Readonly<Record<string, unknown>>): Scope {
	return view["scope"] === "all-namespaces" ? "all-namespaces" : "namespace";
}

const POD_FLAGS = [
	"selector",
	"field-selector",
	"all-namespaces",
	"port",
	"container",
] as const;

/** Returns a given flag that selects pods or a port of a pod. Addresses and files cannot use it. */
export function podFlagOf(
	flags: FlagValues<typeof TARGET_FLAGS>,
): (typeof POD_FLAGS)[number] | undefined {
	return POD_FLAGS.find((name) => (flags[name] ?? false) !== false);
}

function refusePodsBeside(
	workloads: PodQuery["targets"],
	flags: FlagValues<typeof TARGET_FLAGS>,
): void {
	if (workloads.length > 0)
		throw new PluginError(
			"usage",
			"an address and pods cannot be asked in one run",
			{ hint: ["run it once for each"] },
		);
	const flag = podFlagOf(flags);
	if (flag !== undefined)
		throw new PluginError(
			"usage",
			`--${flag} is for pods, and the target is an address: leave out one of the two`,
		);
}

function queryOf(
	targets: PodQuery["targets"],
	flags: FlagValues<typeof TARGET_FLAGS>,
	namespace: string,
): PodQuery {
	const { selector, port, container } = flags;
	const fieldSelector = flags["field-selector"];
	if (targets.length > 0 && flags["all-namespaces"])
		throw new PluginError(
			"usage",
			"a name is looked up in one namespace: leave out -A, or the names",
		);
	if (targets.length > 0 && selector !== undefined)
		throw new PluginError(
			"usage",
			"name targets or select them with -l, not both",
		);
	return {
		targets,
		namespace,
		scope: scopeOf(flags),
		...(selector === undefined ? {} : { selector }),
		...(fieldSelector === undefined ? {} : { fieldSelector }),
		...(port === undefined ? {} : { port: checkPort(port) }),
		...(container === undefined ? {} : { container }),
	};
}
