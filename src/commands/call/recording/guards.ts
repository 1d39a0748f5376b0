import {
	isFailure,
	isPodName,
	isSchemaFact,
} from "../../../cli/recording/fact-guards.ts";
import {
	isBoolean,
	isCount,
	isEither,
	isListOf,
	isMissing,
	isNull,
	isNumber,
	isObject,
	isOneOf,
	isPairOf,
	isTagged,
	isText,
} from "../../../cli/recording/guard.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import type { Steps } from "../called.ts";
import type { Served, WithheldBody } from "../facts.ts";
import type { ServiceShare } from "../repeat/report.ts";
import type { Measured } from "../repeat/tally.ts";
import type { RouteFact } from "../via/route-fact.ts";
import type {
	RecordedEnd,
	RecordedFact,
	RecordedFlags,
	RecordedView,
	SameSchema,
} from "./recorded-facts.ts";

const isMetadata = isListOf(isPairOf(isText, isText));
const isOptionalCount = isEither(isCount, isMissing);
const isOptionalNumber = isEither(isNumber, isMissing);

/** Returns whether a line of a recording is a fact of `call`. */
export const isRecordedFact = isTagged<RecordedFact>({
	route: {
		route: isObject<RouteFact>({
			service: isText,
			addressing: isOneOf("cluster-ip", "headless"),
			affinity: isOneOf("none", "client-ip"),
			standing: isOneOf("ready", "terminating"),
			endpoints: isCount,
			addresses: isCount,
			notModelled: isListOf(isText),
			untranslated: isEither(
				isObject({ port: isCount, targetPort: isCount }),
				isNull,
			),
			found: isOneOf("name", "selector"),
		}),
		pod: isEither(isPodName, isNull),
	},
	pods: {
		pods: isListOf(
			isObject<PodOfMany>({
				namespace: isText,
				name: isText,
				counted: isBoolean,
			}),
		),
		via: isEither(
			isObject<ServiceShare>({
				service: isText,
				addressing: isOneOf("cluster-ip", "headless"),
				endpoints: isCount,
			}),
			isNull,
		),
	},
	called: {
		pod: isPodName,
		steps: isObject<Steps>({
			resolveMs: isNumber,
			streamMs: isNumber,
			tlsMs: isOptionalNumber,
			settingsMs: isNumber,
			schemaMs: isNumber,
		}),
		service: isText,
		method: isText,
		schema: isEither(isSchemaFact, isObject<SameSchema>({ sameAs: isText })),
		metadata: isMetadata,
	},
	"not-called": { pod: isPodName, failure: isFailure },
	headers: { pod: isText, metadata: isMetadata },
	response: {
		pod: isText,
		body: isEither(
			isText,
			isObject<WithheldBody>({ length: isCount, digest: isText }),
		),
		atMs: isNumber,
	},
	types: { pod: isText, schema: isSchemaFact },
	end: {
		pod: isText,
		status: isObject<RecordedEnd["status"]>({
			code: isCount,
			name: isText,
			message: isText,
			details: isEither(isText, isNull),
			source: isOneOf("server", "channel"),
		}),
		trailers: isMetadata,
		sent: isCount,
		received: isCount,
		atMs: isNumber,
		reason: isOneOf("status", "limit", "interrupted"),
		fault: isEither(isFailure, isNull),
	},
	served: {
		pod: isText,
		served: isTagged<Served>({
			unknown: {},
			"the-method": {},
			"something-else": { hint: isListOf(isText) },
		}),
	},
	measured: {
		pod: isPodName,
		status: isObject<Measured["status"]>({
			code: isCount,
			name: isText,
			message: isText,
		}),
		received: isCount,
		startMs: isNumber,
		endMs: isNumber,
	},
	counted: {
		pod: isPodName,
		method: isEither(isText, isMissing),
		connections: isCount,
		unreachable: isEither(isText, isNull),
		hint: isListOf(isText),
	},
});

/** Returns whether the header of a recording has what a replay needs. */
export const isRecordedView = isObject<RecordedView>({
	method: isText,
	flags: isObject<RecordedFlags>({
		"all-namespaces": isEither(isBoolean, isMissing),
		"all-pods": isBoolean,
		repeat: isOptionalCount,
		concurrency: isOptionalCount,
		interval: isOptionalNumber,
		via: isEither(isOneOf("service"), isMissing),
		"max-time": isOptionalNumber,
		"keepalive-time": isOptionalNumber,
		compress: isEither(isText, isMissing),
		"max-msg-size": isNumber,
	}),
	payloads: isOneOf("kept", "left-out"),
});
