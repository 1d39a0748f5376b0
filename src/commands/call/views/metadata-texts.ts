import type { Metadata } from "../../../grpc/channel.ts";
import { escapeBlock } from "../../../render/escape.ts";

/** Returns metadata as `name: value`, sorted and safe for a terminal. */
export function metadataTexts(metadata: Metadata): readonly string[] {
	return metadata
		.map(([name, value]) => escapeBlock(`${name}: ${value}`))
		.toSorted();
}
