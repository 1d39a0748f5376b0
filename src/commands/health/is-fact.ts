import { isFailure } from "../../cli/recording/fact-guards.ts";
import {
	isBoolean,
	isEither,
	isListOf,
	isMissing,
	isNull,
	isNumber,
	isObject,
	isOneOf,
	isTagged,
	isText,
} from "../../cli/recording/guard.ts";
import { isPodTarget } from "../../cli/recording/pod-guards.ts";
import { ERROR_CODES } from "../../errors.ts";
import type { CertificateFact, TransportFact } from "../../grpc/transport.ts";
import type { HealthAnswer, HealthFact, TargetWithoutPods } from "./facts.ts";
import type { AskedServices } from "./questions.ts";

/** Whether a recorded value says which services were asked for. */
export const isAskedServices = isTagged<AskedServices>({
	all: {},
	named: { names: isListOf(isText) },
});

/** Whether a recorded value is the mode of a run that followed the pods. */
export const isFollowing = isObject<{ readonly kind: "watch" | "wait" }>({
	kind: isOneOf("watch", "wait"),
});

const isTargetWithoutPods = isObject<TargetWithoutPods>({
	origin: isText,
	namespace: isEither(isText, isMissing),
	pods: isEither(isNumber, isMissing),
	lacks: isEither(isOneOf("pods", "rollout", "object", "port"), isMissing),
	code: isOneOf(...ERROR_CODES),
	message: isText,
	hint: isListOf(isText),
});

const isLatency = isEither(isNumber, isNull);

const isCertificate = isObject<CertificateFact>({
	subject: isText,
	issuer: isText,
	names: isListOf(isText),
	validFrom: isText,
	validTo: isText,
	daysLeft: isNumber,
	sha256: isText,
	verified: isEither(
		isObject<{ readonly ok: true }>({ ok: isOneOf(true) }),
		isObject<{ readonly ok: false; readonly reason: string }>({
			ok: isOneOf(false),
			reason: isText,
		}),
	),
});

const isTransport = isTagged<TransportFact>({
	plaintext: { detected: isBoolean },
	tls: {
		detected: isBoolean,
		version: isText,
		alpn: isEither(isText, isMissing),
		certificate: isCertificate,
		clientCertificate: isOneOf("none", "sent"),
	},
});

const isAnswer = isTagged<HealthAnswer>({
	answered: { status: isText, latencyMs: isLatency },
	failed: {
		code: isText,
		message: isText,
		source: isOneOf("server", "channel"),
		latencyMs: isLatency,
	},
});

/** Whether a recording's line is a fact of `health`. */
export const isHealthFact = isTagged<HealthFact>({
	target: { target: isPodTarget },
	"target-gone": { pod: isText },
	"targets-complete": {},
	"targets-without-pods": { targets: isListOf(isTargetWithoutPods) },
	"target-short": { origin: isText },
	"targets-interrupted": { failure: isFailure },
	connected: { pod: isText, transport: isTransport },
	unreachable: { pod: isText, failure: isFailure },
	disconnected: { pod: isText, failure: isFailure },
	services: {
		pod: isText,
		source: isOneOf("health-list", "reflection"),
		names: isListOf(isText),
	},
	"services-unknown": { pod: isText, reason: isText },
	answer: {
		pod: isText,
		service: isText,
		askedBy: isOneOf("check", "watch", "poll"),
		answer: isAnswer,
	},
	"time-up": { pod: isText, triedMs: isNumber },
});
