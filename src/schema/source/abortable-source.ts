import { orAborted } from "../../abort.ts";
import type { SchemaSource } from "../schema.ts";

/** Returns a source whose calls end when the signal aborts, with the PluginError of {@link orAborted}. */
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
