import { createHash } from "node:crypto";
import type { PodKey } from "../../../cli/pod-name.ts";
import type { Schema } from "../../../schema/schema.ts";
import {
	type SchemaFact,
	schemaFact,
} from "../../../schema/source/schema-fact.ts";
import type { SameSchema } from "./recorded-facts.ts";

/**
 * Returns a function that gives the schema of each pod for a recording. If the recording has the same schema already, the
 * function gives the pod that it was recorded with.
 */
export function deduplicateSchemas(): (
	pod: PodKey,
	schema: Schema,
) => SchemaFact | SameSchema {
	const pods = new Map<string, PodKey>();
	return (pod, schema) => {
		const fact = schemaFact(schema);
		const digest = createHash("sha256")
			.update(JSON.stringify(fact))
			.digest("base64");
		const sameAs = pods.get(digest);
		if (sameAs !== undefined) return { sameAs };
		pods.set(digest, pod);
		return fact;
	};
}
