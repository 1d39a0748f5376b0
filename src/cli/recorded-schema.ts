import { PluginError, toPluginError } from "../errors.ts";
import type { SchemaSource } from "../schema/schema.ts";
import { filesSource } from "../schema/source/files-source.ts";
import {
	schemaFact,
	schemaOfFact,
	storeOfFact,
} from "../schema/source/schema-fact.ts";
import { fullName } from "../schema/source/schema-of-store.ts";
import type { AskedSchema } from "./asked-schema.ts";
import { errorOf, failureOf } from "./recording/failure.ts";
import type { AnswerFact, AskedFact } from "./schema-facts.ts";

/** Asks a schema for all that a view may ask of it, and closes it. @throws PluginError of the connection */
export async function* askedFacts(
	asked: AskedSchema,
): AsyncGenerator<AskedFact, void> {
	const { source, from, names } = asked;
	try {
		yield {
			kind: "asked",
			pod: from && { namespace: from.namespace, name: from.name },
		};
		yield { kind: "services", answer: await answerOf(source.services) };
		for (const symbol of names) {
			const read = async () => schemaFact(await source.schemaOf(symbol));
			yield { kind: "schema-of", symbol, answer: await answerOf(read) };
		}
		const all = async () => schemaFact(await source.everything());
		yield { kind: "everything", answer: await answerOf(all) };
	} finally {
		asked.close();
	}
}

/** That there is no schema, or nothing of a name, is an answer; whatever else goes wrong is the end of the run. */
async function answerOf<T>(ask: () => Promise<T>): Promise<AnswerFact<T>> {
	try {
		return { kind: "given", value: await ask() };
	} catch (caught) {
		const { code } = toPluginError(caught);
		if (code !== "schema" && code !== "symbol") throw caught;
		return { kind: "refused", failure: failureOf(caught) };
	}
}

/** The schema that facts tell of, to be asked again: for what was asked then, or for anything else that was served. */
export function askedOfFacts(
	facts: readonly AskedFact[],
	names: readonly string[],
): AskedSchema {
	const from = facts.find((fact) => fact.kind === "asked")?.pod ?? null;
	return { source: sourceOfFacts(facts), from, names, close() {} };
}

function sourceOfFacts(facts: readonly AskedFact[]): SchemaSource {
	const all = () =>
		given(facts.find((fact) => fact.kind === "everything")?.answer);
	const files = filesSource(async () => storeOfFact(all()), "the recording has");
	return {
		services: async () =>
			given(facts.find((fact) => fact.kind === "services")?.answer),
		async schemaOf(symbol) {
			const name = fullName(symbol);
			const then = facts.find(
				(fact) => fact.kind === "schema-of" && fullName(fact.symbol) === name,
			);
			return then?.kind === "schema-of"
				? schemaOfFact(given(then.answer))
				: files.schemaOf(symbol);
		},
		everything: async () => schemaOfFact(all()),
	};
}

function given<T>(answer: AnswerFact<T> | undefined): T {
	if (answer?.kind === "given") return answer.value;
	if (answer?.kind === "refused") throw errorOf(answer.failure);
	throw new PluginError("bad-input", "the recording is cut short", {
		hint: ["it ends before the schema was read"],
	});
}
