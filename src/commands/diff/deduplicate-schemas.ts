import { createHash } from "node:crypto";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact } from "./facts.ts";

/**
 * Returns a function that replaces equal schemas in facts by one object. Replicas mostly send the same bytes, so thousands of
 * pods share one schema, which is kept and linked once.
 */
export function deduplicateSchemas(): (fact: DiffFact) => DiffFact {
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
