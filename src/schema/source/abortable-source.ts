import { untilAborted } from "../../abort.ts";
import type { SchemaSource } from "../schema.ts";

/** Returns a source whose calls end when the signal aborts, with the PluginError of {@link untilAborted}. */
export function abortableSource(
	source: SchemaSource,
	signal: AbortSignal,
): SchemaSource {
	return {
		services: () => untilAborted(source.services(), signal),
		schemaOf: (symbol) => untilAborted(source.schemaOf(symbol), signal),
		everything: () => untilAborted(source.everything(), signal),
	};
}
