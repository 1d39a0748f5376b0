import {
	isFailure,
	isPodName,
	isSchemaFact,
} from "../../cli/recording/fact-guards.ts";
import { isOneOf, isTagged, isText } from "../../cli/recording/guard.ts";
import { isPodTarget } from "../../cli/recording/pod-guards.ts";
import type { DiffFact } from "./facts.ts";

const isSide = isOneOf("first", "second");

/** Whether a line of a recording is a fact of `diff`. */
export const isDiffFact = isTagged<DiffFact>({
	target: { side: isSide, target: isPodTarget },
	schema: { side: isSide, pod: isPodName, schema: isSchemaFact },
	failed: { side: isSide, pod: isPodName, failure: isFailure },
	files: { label: isText, schema: isSchemaFact },
});
