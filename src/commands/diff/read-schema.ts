import {
	type Comparable,
	comparableOf,
	schemaDigest,
} from "../../schema/compare/comparable.ts";
import {
	declaredTypes,
	type SchemaTypes,
	typesNamed,
	typesOfServices,
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

/** A schema in the form that is compared. */
export type ReadSchema = {
	readonly digest: string;
	readonly comparable: Comparable;
	/** The services that are compared. An undescribed one is compared only by being listed. */
	readonly services: readonly string[];
};

/** Which part of schemas is compared: everything that some of their services use, or the declarations of some names. */
export type Compared = {
	readonly isCompared: (service: string) => boolean;
} & (
	| { readonly kind: "services" }
	| { readonly kind: "types"; readonly names: ReadonlySet<string> }
);

/** Returns the linked schema of a holder, or undefined where it has none. */
export type Linked = (holder: Holder) => Schema | undefined;

/** Links each schema of the holders once. @throws PluginError `schema` */
export async function linkSchemas(holders: readonly Holder[]): Promise<Linked> {
	const linked = new Map<SchemaFact, Schema>();
	for (const { answer } of holders)
		if (answer.kind === "schema" && !linked.has(answer.schema))
			linked.set(answer.schema, await schemaOfFact(answer.schema));
	return ({ answer }) =>
		answer.kind === "schema" ? linked.get(answer.schema) : undefined;
}

/** Returns a schema in the form that is compared. */
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

/** Returns the types of a schema that are compared. */
export function comparedTypes(
	{ registry, services }: Schema,
	compared: Compared,
): SchemaTypes {
	return compared.kind === "services"
		? typesOfServices(registry, services.filter(compared.isCompared))
		: typesNamed(registry, compared.names);
}

/**
 * Returns which part of the schemas is compared. The reflection services do not count: this program uses them to ask. Where files
 * are compared, only the packages count in which the files have a service; gRPC's libraries add others. A service of such a
 * package that one side lacks counts as gone. Files without a service are compared by the types that they declare.
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
