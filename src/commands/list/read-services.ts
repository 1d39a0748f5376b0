import { accessOf } from "../../cli/access.ts";
import { podFlagOf, type Scope, scopeOf } from "../../cli/aim.ts";
import { type AskedSchema, askSchema } from "../../cli/asked-schema.ts";
import { wantsExport } from "../../cli/export-schema.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import { createReach, type Reaching } from "../../cli/reach.ts";
import type { RecordingContext } from "../../cli/recorded-schema.ts";
import { openFiles } from "../../cli/schema.ts";
import { hasSchemaFiles } from "../../cli/schema-contradictions.ts";
import { targetsOf } from "../../cli/targets.ts";
import { schemaQuestionsOf } from "../../cli/whole-schema.ts";
import type { SchemaSource } from "../../schema/schema.ts";
import type { LIST_FLAGS } from "./command.ts";
import {
	byWorkload,
	listWorkloads,
	type WorkloadServices,
} from "./workloads.ts";

export type ListArguments = Arguments<typeof LIST_FLAGS>;

/** What `list` needs from the process. */
export type ListContext = RecordingContext & {
	/** Takes the text of the progress. */
	readonly onProgress: (text: string) => void;
};

/** What there is to list: several workloads with their services, or one schema that is still to be read. */
export type ServicesToList =
	| {
			readonly kind: "workloads";
			readonly all: readonly WorkloadServices[];
			readonly scope: Scope;
	  }
	| { readonly kind: "one"; readonly asked: AskedSchema };

/** Finds what a command line means, and reads the services where that is several workloads. @throws PluginError */
export async function readServices(
	context: ListContext,
	args: ListArguments,
): Promise<ServicesToList> {
	return isDiscovery(args)
		? discover(context, args)
		: { kind: "one", asked: await askSchema(context, args) };
}

async function discover(
	context: ListContext,
	args: ListArguments,
): Promise<ServicesToList> {
	const { flags } = args;
	const files = hasSchemaFiles(flags)
		? openFiles(flags, context.signal)
		: undefined;
	// Files from the user must be correct, even if they are not needed.
	await files?.services();
	const reaching = createReach(context, flags);
	const all = await readWorkloads(context, flags, reaching, files);
	if (all.length === 0)
		return { kind: "one", asked: await askSchema(context, args, { reaching }) };
	reaching.close();
	return { kind: "workloads", all, scope: scopeOf(flags) };
}

/** Whether to look for gRPC workloads by evidence: where the command line names no pods. Files need no pods, unless a flag selects some. */
function isDiscovery({ words, flags }: ListArguments): boolean {
	const asksPods =
		!hasSchemaFiles(flags) ||
		(podFlagOf(flags) !== undefined && flags.reflection !== "off");
	return (
		words.length === 0 &&
		asksPods &&
		flags.pod === undefined &&
		!wantsExport(flags)
	);
}

/** Returns the services of every workload. Empty where there are fewer than two workloads. */
async function readWorkloads(
	context: ListContext,
	flags: ListArguments["flags"],
	{ reach, close }: Reaching,
	files: SchemaSource | undefined,
): Promise<readonly WorkloadServices[]> {
	try {
		const access = await accessOf({ words: [], flags }, reach, context);
		const workloads = byWorkload(await targetsOf(access));
		if (workloads.length < 2) return [];
		const questions = schemaQuestionsOf(flags);
		const onListed = (done: number) =>
			context.onProgress(`read ${done} of ${workloads.length} schemas…`);
		return await listWorkloads(workloads, access, questions, {
			files,
			onListed,
		});
	} catch (caught) {
		close();
		throw caught;
	}
}
