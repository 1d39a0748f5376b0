import { ERROR_CODES } from "../../errors.ts";
import type { SchemaProblem } from "../../schema/schema.ts";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { PodName } from "../pod-name.ts";
import type { FailureFact } from "./failure.ts";
import { isListOf, isObject, isOneOf, isTagged, isText } from "./guard.ts";

/** Whether a value is the reason of a failure. */
export const isFailure = isObject<FailureFact>({
	code: isOneOf(...ERROR_CODES),
	message: isText,
	hint: isListOf(isText),
});

/** Whether a value names a pod or an address. */
export const isPodName = isObject<PodName>({ namespace: isText, name: isText });

const isProblem = isTagged<SchemaProblem>({
	"missing-import": { file: isText, import: isText },
	"unusable-file": { file: isText, reason: isText },
	"undescribed-service": { service: isText, reason: isText },
});

/** Whether a value is a schema. The content of its files is checked where they are linked. */
export const isSchemaFact = isObject<SchemaFact>({
	files: isListOf(isText),
	services: isListOf(isText),
	problems: isListOf(isProblem),
});
