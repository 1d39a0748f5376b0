import { exportSchemas, wantsExport } from "../../../cli/export-schema.ts";
import type { Timed } from "../../../cli/recording.ts";
import { PluginError } from "../../../errors.ts";
import { filesSource } from "../../../schema/source/files-source.ts";
import {
	schemaOfFact,
	storeOfFact,
} from "../../../schema/source/schema-fact.ts";
import type { Called } from "../called.ts";
import type { Shown } from "../run-of.ts";
import { tell } from "../views/tell.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/** The facts of a recording, as they are to be shown. */
export type Replayed = {
	readonly file: string;
	readonly facts: AsyncGenerator<Timed<RecordedFact>, void>;
};

type RecordedBy = Extract<Called["by"], { kind: "recording" }>;

export type CalledFact = Extract<RecordedFact, { kind: "called" }>;

/** What is thrown where a fact is missing. */
export function cutShort(file: string): PluginError {
	return new PluginError("bad-input", `${file} is cut short: it lacks a fact`, {
		hint: ["the recorded run was stopped, or the file is not whole"],
	});
}

/**
 * A pod that was called; its schema is written where the run says so.
 * @throws PluginError `schema`, `bad-input` for a method that its own schema does not have
 */
export async function recordedCall(
	run: Shown,
	{ pod, steps, service, method: name, schema: recorded }: CalledFact,
	{ facts, served }: Omit<RecordedBy, "kind">,
): Promise<Called> {
	const schema = schemaOfFact(recorded);
	const desc = schema.registry.getService(service);
	const method = desc?.methods.find((one) => one.name === name);
	if (method === undefined)
		throw new PluginError(
			"bad-input",
			`the recording does not describe ${service}/${name}`,
		);
	const { flags } = run.args;
	if (wantsExport(flags)) {
		const source = filesSource(async () => storeOfFact(recorded), "it has");
		const used = await source.schemaOf(service);
		await exportSchemas(flags, [used], (line) => tell(run, line));
	}
	const { schemaMs } = steps;
	const known = { method, schema, schemaMs, forget: async () => {} };
	return { pod, known, steps, by: { kind: "recording", facts, served } };
}
