import { PluginError, toPluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { Schema, SchemaSource } from "../schema.ts";

/**
 * Returns the schema of a service. The name most similar to an unknown one may be that of a field, so this compares it with the
 * services.
 * @throws PluginError `symbol` with the most similar name or all names as hint; what the source throws
 */
export async function schemaOfService(
	source: SchemaSource,
	service: string,
): Promise<Schema> {
	try {
		return await source.schemaOf(service);
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code !== "symbol") throw error;
		const services = await source.services().catch(() => []);
		if (services.length === 0) throw error;
		throw new PluginError("symbol", error.message, {
			cause: error,
			hint: nameHint(service, services),
		});
	}
}

/** The most names in a hint. The rest is counted, because a server may list thousands. */
const MOST_NAMED = 20;

/** Returns the hint for an unknown name: the most similar name, or else the existing names. */
export function nameHint(
	name: string,
	names: readonly string[],
	shown: (near: string) => string = (near) => near,
): readonly string[] {
	const near = nearest(name, names);
	if (near !== undefined) return [`did you mean ${shown(near)}?`];
	if (names.length === 0) return [];
	const more = names.length - MOST_NAMED;
	const named = names.slice(0, MOST_NAMED).join(", ");
	return [`there are: ${named}${more > 0 ? ` and ${more} more` : ""}`];
}
