import { PluginError } from "../../errors.ts";
import { listed } from "../../listed.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shellWord } from "../../shell-word.ts";
import type { ContextEntry } from "./kubeconfig.ts";
import type { LoadedKubeconfig } from "./kubeconfig-files.ts";

/** A hint for a user who has no cluster here. */
const ELSEWHERE = `point to one with --kubeconfig or KUBECONFIG, or try ${INVOCATION} sandbox`;

/** Maximum number of names that a hint lists. The rest is counted. */
const LISTED_NAMES = 12;

/** The error for a context name that does not exist. It lists the contexts, and names the one that was likely meant. */
export async function unknownContext(
	name: string,
	source: "flag" | "file",
	loaded: LoadedKubeconfig,
): Promise<PluginError> {
	const names = [...loaded.kubeconfig.contexts.keys()];
	const message =
		source === "flag"
			? `context "${name}" does not exist in ${filesOf(loaded)}`
			: `the current context "${name}" is not among the contexts of ${filesOf(loaded)}`;
	return new PluginError("context", message, {
		hint: [
			...(await didYouMean(name, names)),
			thereAre("contexts", names),
			...(source === "file" ? ["kubectl config use-context NAME sets it"] : []),
		],
		facts: { context: name },
	});
}

/** The error for a context or flag that names an entry which does not exist. kubectl would go on without the entry and fail oddly. */
export async function missingEntry(
	kind: "cluster" | "user",
	name: string,
	loaded: LoadedKubeconfig,
	context: ContextEntry | undefined,
): Promise<PluginError> {
	const { clusters, users } = loaded.kubeconfig;
	const names = [...(kind === "cluster" ? clusters : users).keys()];
	const named =
		context?.[kind] === name ? `, named by context "${context.name}",` : "";
	return new PluginError(
		"kubeconfig",
		`${kind} "${name}"${named} does not exist in ${filesOf(loaded)}`,
		{
			hint: [...(await didYouMean(name, names)), thereAre(`${kind}s`, names)],
			facts: { [kind]: name },
		},
	);
}

/** The error when nothing says where the API server is: no file, no context, or a context without a server. */
export function noServer(
	loaded: LoadedKubeconfig,
	context: ContextEntry | undefined,
	clusterName: string,
): PluginError {
	if (loaded.found.length === 0) return noKubeconfig(loaded);
	const names = [...loaded.kubeconfig.contexts.keys()];
	if (clusterName !== "")
		return new PluginError(
			"kubeconfig",
			`cluster "${clusterName}" in ${filesOf(loaded)} has no server`,
			{
				hint: [
					`kubectl config set-cluster ${shellWord(clusterName)} --server=https://HOST:PORT`,
				],
				facts: { cluster: clusterName },
			},
		);
	if (context !== undefined)
		return new PluginError(
			"kubeconfig",
			`context "${context.name}" in ${filesOf(loaded)} names no cluster`,
			{
				hint: [
					`kubectl config set-context ${shellWord(context.name)} --cluster=NAME`,
				],
				facts: { context: context.name },
			},
		);
	return new PluginError(
		"context",
		`no current context in ${filesOf(loaded)}`,
		{
			hint:
				names.length === 0
					? ["it has no contexts", ELSEWHERE]
					: [
							"choose one with --context, or for good with kubectl config use-context NAME",
							thereAre("contexts", names),
						],
		},
	);
}

const SEARCHED: Readonly<Record<LoadedKubeconfig["places"]["kind"], string>> = {
	flag: "searched",
	environment: "KUBECONFIG names",
	home: "searched",
	homeless: "HOME is not set; searched",
};

function noKubeconfig({ places }: LoadedKubeconfig): PluginError {
	const searched = SEARCHED[places.kind];
	return new PluginError("kubeconfig", "no kubeconfig found", {
		hint: [`${searched} ${places.files.join(", ") || "no file"}`, ELSEWHERE],
		facts: { searched: places.files.join(", ") },
	});
}

function filesOf({ found, places }: LoadedKubeconfig): string {
	return (found.length > 0 ? found : places.files).join(", ");
}

function thereAre(kind: string, names: readonly string[]): string {
	return names.length === 0
		? `it has no ${kind}`
		: `${kind}: ${listed(names, LISTED_NAMES)}`;
}

async function didYouMean(
	name: string,
	names: readonly string[],
): Promise<readonly string[]> {
	const { nearest } = await import("../../nearest.ts");
	const near = nearest(name, names);
	return near === undefined ? [] : [`did you mean "${near}"?`];
}
