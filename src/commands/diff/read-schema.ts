import type { Comparable } from "../../schema/compare/compare-schemas.ts";
import { schemaDigest } from "../../schema/compare/schema-digest.ts";
import { type SchemaTypes, typesOf } from "../../schema/compare/types-of.ts";
import {
	type SchemaFact,
	schemaOfFact,
} from "../../schema/source/schema-fact.ts";
import type { Holder } from "./holders.ts";

/** A schema as it is compared. */
export type ReadSchema = {
	readonly digest: string;
	readonly comparable: Comparable;
	readonly services: readonly string[];
};

/** Replicas send the same bytes as a rule: those are linked once. */
export function readOnce(
	isCompared: (service: string) => boolean,
): (schema: SchemaFact) => ReadSchema {
	const known = new Map<string, ReadSchema>();
	return (schema) => {
		const key = JSON.stringify([schema.services, schema.files]);
		const read = known.get(key) ?? readSchema(schema, isCompared);
		known.set(key, read);
		return read;
	};
}

function readSchema(
	schema: SchemaFact,
	isCompared: (service: string) => boolean,
): ReadSchema {
	const { registry, services } = schemaOfFact(schema);
	const compared = services.filter(isCompared);
	// Only a schema that has no services at all is taken for all that it declares.
	const types: SchemaTypes =
		services.length > 0 && compared.length === 0
			? new Map()
			: typesOf(registry, compared);
	const comparable = { types, registry };
	return { digest: schemaDigest(comparable), comparable, services: compared };
}

/**
 * Which services count. Reflection is how we ask. Files say nothing of packages that they have no service of, such as those of
 * gRPC's libraries; a service that is gone from a package of theirs is gone.
 */
export function comparedBy(
	holders: readonly Holder[],
): (service: string) => boolean {
	const files = holders.find(({ namespace }) => namespace === null);
	const inFiles =
		files?.answer.kind === "schema" ? files.answer.schema.services : [];
	const packages = new Set(inFiles.map(packageOf));
	return (service) =>
		packages.size > 0
			? packages.has(packageOf(service))
			: !service.startsWith("grpc.reflection.");
}

function packageOf(service: string): string {
	return service.slice(0, Math.max(0, service.lastIndexOf(".")));
}
