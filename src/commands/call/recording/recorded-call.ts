import { PluginError } from "../../../errors.ts";
import { schemaOfFact } from "../../../schema/source/schema-fact.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import type { RecordedFact } from "./recorded-facts.ts";

export type CalledFact = Extract<RecordedFact, { kind: "called" }>;

/** A pod that was called. @throws PluginError `schema`, `bad-input` for a method that its own schema does not have */
export function recordedCall(
	{ pod, steps, service, method: name, schema: recorded }: CalledFact,
	facts: AsyncGenerator<CallFact, void>,
): Called {
	const schema = schemaOfFact(recorded);
	const desc = schema.registry.getService(service);
	const method = desc?.methods.find((one) => one.name === name);
	if (method === undefined)
		throw new PluginError(
			"bad-input",
			`the recording does not describe ${service}/${name}`,
		);
	const { schemaMs } = steps;
	const known = { method, schema, schemaMs, forget: async () => {} };
	return { pod, known, steps, by: { kind: "recording", facts } };
}
