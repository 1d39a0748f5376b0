import { untilAborted } from "../../abort.ts";
import { wantsExport } from "../../cli/export-schema.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import {
	askedFacts,
	isOfWorkload,
	openServed,
	schemaOfFacts,
} from "../../cli/recorded-schema.ts";
import type { ServedFact, WorkloadFact } from "../../cli/schema-facts.ts";
import { PluginError } from "../../errors.ts";
import { schemaFact, schemaOfFact } from "../../schema/source/schema-fact.ts";
import {
	type ListArguments,
	type ListContext,
	readServices,
	type ServicesToList,
} from "./read-services.ts";
import type { WorkloadServices } from "./workloads.ts";

/** Returns what there is to list in a run that is being recorded or replayed. @throws PluginError */
export async function recordedServed(
	context: ListContext,
	args: ListArguments,
): Promise<ServicesToList> {
	const { facts, names, scope } = await openServed(context, "list", args, {
		see: () => servedFacts(context, args),
	});
	const workloads = facts.filter(isOfWorkload);
	if (workloads.length === 0) {
		const asked = facts.filter((fact) => !isOfWorkload(fact));
		return { kind: "one", asked: schemaOfFacts(asked, names, context.signal) };
	}
	if (names.length > 0 || wantsExport(args.flags))
		throw new PluginError(
			"usage",
			"the recording is of several workloads, and has no schema that could be meant",
			{ hint: ["leave out the service, and what writes a schema to files"] },
		);
	const linking = Promise.all(workloads.map(workloadOfFact));
	const all = await untilAborted(linking, context.signal);
	return { kind: "workloads", all, scope };
}

async function* servedFacts(
	context: ListContext,
	args: ListArguments,
): AsyncGenerator<ServedFact, void> {
	const served = await readServices(context, args);
	if (served.kind === "one") yield* askedFacts(served.asked);
	else yield* served.all.map(workloadFact);
}

function workloadFact(services: WorkloadServices): WorkloadFact {
	const { workload, namespace, outcome } = services;
	const found = { kind: "workload", workload, namespace } as const;
	if (outcome.kind === "failed") {
		const { failure } = outcome;
		return { ...found, answer: { kind: "refused", failure } };
	}
	const pod = podNameOf(outcome.pod);
	const value = schemaFact(outcome.schema);
	return { ...found, answer: { kind: "given", pod, value } };
}

async function workloadOfFact(fact: WorkloadFact): Promise<WorkloadServices> {
	const { workload, namespace, answer } = fact;
	if (answer.kind === "refused") {
		const { failure } = answer;
		return { workload, namespace, outcome: { kind: "failed", failure } };
	}
	const { pod, value } = answer;
	const schema = await schemaOfFact(value);
	return { workload, namespace, outcome: { kind: "listed", pod, schema } };
}
