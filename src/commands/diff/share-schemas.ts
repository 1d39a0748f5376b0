import { createHash } from "node:crypto";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact } from "./facts.ts";

/**
 * Gives facts in which equal schemas are one object: replicas send the same bytes as a rule, which are then held, and linked, once for
 * thousands of pods.
 */
export function shareSchemas(): (fact: DiffFact) => DiffFact {
	const known = new Map<string, SchemaFact>();
	return (fact) => {
		if (fact.kind !== "schema" && fact.kind !== "files") return fact;
		const text = JSON.stringify(fact.schema);
		const digest = createHash("sha256").update(text).digest("hex");
		const schema = known.get(digest) ?? fact.schema;
		known.set(digest, schema);
		return { ...fact, schema };
	};
}
