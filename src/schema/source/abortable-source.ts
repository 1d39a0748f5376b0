import { orAborted } from "../../abort.ts";
import type { SchemaSource } from "../schema.ts";

/** A source that nobody waits for any longer than until the signal aborts: PluginError, see {@link orAborted}. */
export function abortableSource(
	source: SchemaSource,
	signal: AbortSignal,
): SchemaSource {
	return {
		services: () => orAborted(source.services(), signal),
		schemaOf: (symbol) => orAborted(source.schemaOf(symbol), signal),
		everything: () => orAborted(source.everything(), signal),
	};
}
