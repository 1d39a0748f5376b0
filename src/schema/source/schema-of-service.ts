import { PluginError, toPluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { Schema, SchemaSource } from "../schema.ts";

/**
 * The schema of a service. A server tells that it does not know a name, and not which ones there are: they are asked for then.
 * @throws PluginError `symbol` with the near name, or those there are; what the source throws
 */
export async function schemaOfService(
	source: SchemaSource,
	service: string,
): Promise<Schema> {
	try {
		return await source.schemaOf(service);
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code !== "symbol" || error.hint.length > 0) throw error;
		const services = await source.services().catch(() => []);
		throw new PluginError("symbol", error.message, {
			cause: error,
			hint: nameHint(service, services),
		});
	}
}

/** More names than these are counted: a server may list thousands. */
const MOST_NAMED = 20;

/** The hint for a name that does not exist: the near one, else those there are. */
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
