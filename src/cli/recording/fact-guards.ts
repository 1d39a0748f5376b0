import { ERROR_CODES } from "../../errors.ts";
import type { SchemaProblem } from "../../schema/schema.ts";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";
import type { PodName } from "../pod-name.ts";
import type { FailureFact } from "./failure.ts";
import { isListOf, isObject, isOneOf, isTagged, isText } from "./guard.ts";

/** Whether it says why something failed. */
export const isFailure = isObject<FailureFact>({
	code: isOneOf(...ERROR_CODES),
	message: isText,
	hint: isListOf(isText),
});

/** Whether it names a pod or an address. */
export const isPodName = isObject<PodName>({ namespace: isText, name: isText });

const isProblem = isTagged<SchemaProblem>({
	"missing-import": { file: isText, import: isText },
	"unusable-file": { file: isText, reason: isText },
	"undescribed-service": { service: isText, reason: isText },
});

/** Whether it is a schema; what its files hold is found out where they are linked. */
export const isSchemaFact = isObject<SchemaFact>({
	files: isListOf(isText),
	services: isListOf(isText),
	problems: isListOf(isProblem),
});
