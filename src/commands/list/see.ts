import {
	type AskedSchema,
	askSchema,
	hasSchemaFiles,
} from "../../cli/asked-schema.ts";
import { wantsExport } from "../../cli/export-schema.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import {
	accessOf,
	createReach,
	type Reaching,
	targetsOf,
} from "../../cli/reach.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { metadataOf } from "../../cli/transport.ts";
import type { LIST_FLAGS } from "./command.ts";
import {
	byWorkload,
	listWorkloads,
	type WorkloadServices,
} from "./workloads.ts";

export type ListArguments = Arguments<typeof LIST_FLAGS>;

/** What there is to list: several workloads, each with what it serves, or one schema that is to be asked. */
export type Served =
	| {
			readonly kind: "workloads";
			readonly all: readonly WorkloadServices[];
			readonly scope: "namespace" | "all-namespaces";
	  }
	| { readonly kind: "one"; readonly asked: AskedSchema };

/** Finds what a command line means, and asks several workloads. @throws PluginError */
export async function seeServed(
	context: RunContext,
	args: ListArguments,
): Promise<Served> {
	const { words, flags } = args;
	return isDiscovery(args)
		? discover(context, args)
		: { kind: "one", asked: await askSchema(context, words, flags) };
}

async function discover(
	context: RunContext,
	args: ListArguments,
): Promise<Served> {
	const { words, flags } = args;
	const reaching = createReach(context, flags);
	const all = await seeWorkloads(context, flags, reaching);
	if (all.length === 0) {
		const one = askSchema(context, words, flags, "served", reaching);
		return { kind: "one", asked: await one };
	}
	reaching.close();
	return { kind: "workloads", all, scope: scopeOf(args) };
}

/** Where workloads are looked for: in several namespaces each needs its own told. */
export function scopeOf({
	flags,
}: ListArguments): "namespace" | "all-namespaces" {
	return flags["all-namespaces"] ? "all-namespaces" : "namespace";
}

/** With no pods named the workloads are found by evidence, and there may be several. */
function isDiscovery({ words, flags }: ListArguments): boolean {
	return (
		words.length === 0 &&
		!hasSchemaFiles(flags) &&
		flags.pod === undefined &&
		!wantsExport(flags)
	);
}

/** What every workload serves; none where there are not several. */
async function seeWorkloads(
	context: RunContext,
	flags: ListArguments["flags"],
	{ reach, close }: Reaching,
): Promise<readonly WorkloadServices[]> {
	try {
		const access = await accessOf([], flags, reach, context);
		const workloads = byWorkload(await targetsOf(access));
		if (workloads.length < 2) return [];
		return await listWorkloads(workloads, access, {
			metadata: metadataOf(flags.header),
			rpcTimeoutMs: flags["rpc-timeout"],
			concurrency: flags.concurrency,
		});
	} catch (caught) {
		close();
		throw caught;
	}
}
