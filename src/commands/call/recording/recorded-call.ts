import { untilAborted } from "../../../abort.ts";
import { exportSchemas, wantsExport } from "../../../cli/export-schema.ts";
import { type PodKey, podKey } from "../../../cli/pod-name.ts";
import type { Timed } from "../../../cli/recording.ts";
import { PluginError } from "../../../errors.ts";
import { filesSource } from "../../../schema/source/files-source.ts";
import { gapLine, gapsOfSymbol } from "../../../schema/source/gaps.ts";
import {
	type SchemaFact,
	schemaOfFact,
	storeOfFact,
} from "../../../schema/source/schema-fact.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import { type Known, knownBy } from "../learn-method.ts";
import type { Shown } from "../run-of.ts";
import { printRoute } from "../via/print-route.ts";
import { printNoteOnce } from "../views/print-note.ts";
import { callFactOf, type RecordedCallFact } from "./codec.ts";
import type { RecordedCalled, RecordedFact } from "./recorded-facts.ts";

/** The facts of a recording, at the pace at which they are shown. */
export type Replayed = {
	readonly file: string;
	readonly facts: AsyncGenerator<Timed<RecordedFact>, void>;
};

type RecordedBy = Extract<Called["by"], { kind: "recording" }>;

/** The start of a call, with the schema that was used for it. */
export type CalledFact = Omit<RecordedCalled, "schema"> & {
	readonly schema: SchemaFact;
};

/**
 * Returns the calls of a run by pod, each with its schema. The schema may be recorded with the call of another pod. A call
 * whose schema is not in the recording is left out.
 */
export function calledFacts(
	facts: readonly RecordedFact[],
): ReadonlyMap<PodKey, CalledFact> {
	const calls = new Map(
		facts
			.filter((fact) => fact.kind === "called")
			.map((fact) => [podKey(fact.pod), fact] as const),
	);
	const whole = new Map<PodKey, CalledFact>();
	for (const [key, called] of calls) {
		const { schema: own } = called;
		const schema = "sameAs" in own ? calls.get(own.sameAs)?.schema : own;
		if (schema !== undefined && !("sameAs" in schema))
			whole.set(key, { ...called, schema });
	}
	return whole;
}

/**
 * Returns the first fact of a run. If that is the route through a Service, it prints the route and returns the next fact.
 * @throws the error that the run ended with
 */
export async function firstFact(
	run: Shown,
	facts: Replayed["facts"],
): Promise<{
	readonly fact: RecordedFact | undefined;
	readonly route: "told" | "none";
}> {
	const fact = (await facts.next()).value?.fact;
	if (fact?.kind !== "route") return { fact, route: "none" };
	printRoute(run, fact);
	return { fact: (await facts.next()).value?.fact, route: "told" };
}

/** Returns the run with the metadata of a recorded call. */
export function runOfCall(run: Shown, { metadata }: CalledFact): Shown {
	const call = { ...run.plan.call, metadata };
	return { ...run, plan: { ...run.plan, call } };
}

/** Returns the error for a missing fact. */
export function truncatedRecording(file: string): PluginError {
	return new PluginError("bad-input", `${file} is cut short: it lacks a fact`, {
		hint: ["the recorded run was stopped, or the file is not whole"],
	});
}

/**
 * Returns a recorded call. If the flags ask for it, the schema is written to files.
 * @throws PluginError `schema`, `bad-input` for a method that its own schema does not have
 */
export async function recordedCall(
	run: Shown,
	{ pod, steps, service, method: name, schema: recorded }: CalledFact,
	{
		facts,
		served,
	}: Pick<RecordedBy, "served"> & {
		readonly facts: AsyncGenerator<RecordedCallFact, void>;
	},
): Promise<Called> {
	const schema = await untilAborted(schemaOfFact(recorded), run.context.signal);
	const desc = schema.registry.getService(service);
	const method = desc?.methods.find((one) => one.name === name);
	if (method === undefined)
		throw new PluginError(
			"bad-input",
			`the recording does not describe ${service}/${name}`,
		);
	const say = (line: string) => printNoteOnce(run, line);
	gapsOfSymbol(schema, method).map(gapLine).forEach(say);
	const { flags } = run.args;
	if (wantsExport(flags)) {
		const source = filesSource(async () => storeOfFact(recorded), "it has");
		const used = await source.schemaOf(service);
		await exportSchemas(flags, [used], say);
	}
	const { schemaMs } = steps;
	const known = {
		...knownBy(method, schema, async () => undefined),
		schemaMs,
		forget: async () => {},
	};
	const seen = replayedFacts(facts, known);
	return { pod, known, steps, by: { kind: "recording", facts: seen, served } };
}

/** Yields the facts of a recorded call, and adds recorded types to the known ones. */
async function* replayedFacts(
	facts: AsyncIterable<RecordedCallFact>,
	{ types }: Pick<Known, "types">,
): AsyncGenerator<CallFact, void> {
	for await (const fact of facts) {
		if (fact.kind === "types") types.add(await schemaOfFact(fact.schema));
		else yield callFactOf(fact);
	}
}
