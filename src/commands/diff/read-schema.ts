import {
	type Comparable,
	comparableOf,
	schemaDigest,
} from "../../schema/compare/comparable.ts";
import {
	declaredTypes,
	type SchemaTypes,
	typesNamed,
	typesOf,
} from "../../schema/compare/types-of.ts";
import { outerScope } from "../../schema/link/elements.ts";
import type { Steps } from "../../schema/link/steps.ts";
import type { Schema } from "../../schema/schema.ts";
import {
	type SchemaFact,
	schemaOfFact,
} from "../../schema/source/schema-fact.ts";
import { undescribedServices } from "../../schema/source/undescribed.ts";
import type { Holder } from "./holders.ts";

/** A schema as it is compared. */
export type ReadSchema = {
	readonly digest: string;
	readonly comparable: Comparable;
	/** Those that are compared; of what is listed and not described, that it is listed. */
	readonly services: readonly string[];
};

/** What of schemas is compared: all that some of their services use, or as much of it as some names declare. */
export type Compared = {
	readonly isCompared: (service: string) => boolean;
} & (
	| { readonly kind: "services" }
	| { readonly kind: "types"; readonly names: ReadonlySet<string> }
);

/** The linked schema of a holder; undefined where it has none. */
export type Linked = (holder: Holder) => Schema | undefined;

/** Links the schemas of holders, each once. @throws PluginError `schema` */
export async function linkSchemas(holders: readonly Holder[]): Promise<Linked> {
	const linked = new Map<SchemaFact, Schema>();
	for (const { answer } of holders)
		if (answer.kind === "schema" && !linked.has(answer.schema))
			linked.set(answer.schema, await schemaOfFact(answer.schema));
	return ({ answer }) =>
		answer.kind === "schema" ? linked.get(answer.schema) : undefined;
}

/** A schema as it is compared. */
export function* readSchema(
	schema: Schema,
	compared: Compared,
): Steps<ReadSchema> {
	const types = comparedTypes(schema, compared);
	const undescribed = new Set(
		compared.kind === "services"
			? undescribedServices(schema).filter(compared.isCompared)
			: [],
	);
	const { registry } = schema;
	const comparable = comparableOf({ types, undescribed, registry });
	const services = schema.services.filter(
		(name) => types.has(name) || undescribed.has(name),
	);
	return { digest: yield* schemaDigest(comparable), comparable, services };
}

/** The types of a schema that are compared. */
export function comparedTypes(
	{ registry, services }: Schema,
	compared: Compared,
): SchemaTypes {
	return compared.kind === "services"
		? typesOf(registry, services.filter(compared.isCompared))
		: typesNamed(registry, compared.names);
}

/**
 * What counts. Reflection is how we ask. Files say nothing of packages that they have no service of, such as those of gRPC's
 * libraries; a service that is gone from a package of theirs is gone. Files without a service say nothing but of what they declare.
 */
export function comparedBy(
	holders: readonly Holder[],
	linked: Linked,
): Compared {
	const files = holders.find(({ namespace }) => namespace === null);
	const schema = files && linked(files);
	if (schema === undefined)
		return { kind: "services", isCompared: isNoReflection };
	const { services, registry } = schema;
	if (services.length === 0) {
		const names = new Set(declaredTypes(registry).keys());
		return { kind: "types", isCompared: isNoReflection, names };
	}
	const packages = new Set(services.map(outerScope));
	return {
		kind: "services",
		isCompared: (service) => packages.has(outerScope(service)),
	};
}

function isNoReflection(service: string): boolean {
	return !service.startsWith("grpc.reflection.");
}
