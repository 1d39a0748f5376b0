import type {
	Container,
	EndedContainer,
	HealthQuestion,
	Pod,
	PodTrouble,
	Probe,
} from "../../kubernetes/pod.ts";
import type {
	PodTarget,
	PortChoice,
	PortNote,
} from "../../kubernetes/target.ts";
import {
	type Guard,
	isBoolean,
	isEither,
	isListOf,
	isMapOf,
	isMissing,
	isNumber,
	isObject,
	isOneOf,
	isTagged,
	isText,
} from "./guard.ts";

/** JSON leaves out undefined values. */
const isOptionalText = isEither(isText, isMissing);
const isPort = isEither(isNumber, isText);

const isProbe: Guard<Probe> = isTagged<Probe>({
	none: {},
	grpc: {
		port: isNumber,
		service: isText,
		mode: isEither(isOneOf("TLS"), isMissing),
	},
	tcp: { port: isPort },
	http: { port: isPort, path: isText },
	exec: {
		asks: isEither(
			isObject<HealthQuestion>({
				port: isNumber,
				service: isOptionalText,
				transport: isOneOf("plaintext", "tls"),
			}),
			isMissing,
		),
	},
});

const isContainer = isObject<Container>({
	name: isText,
	image: isText,
	imageId: isOptionalText,
	ports: isListOf(
		isObject<Container["ports"][number]>({
			name: isOptionalText,
			port: isNumber,
			protocol: isText,
		}),
	),
	readiness: isProbe,
	liveness: isProbe,
	startup: isProbe,
	ready: isBoolean,
	started: isEither(isBoolean, isMissing),
	role: isOneOf("application", "sidecar"),
});

const isPod = isObject<Pod>({
	namespace: isText,
	name: isText,
	uid: isText,
	node: isOptionalText,
	ip: isOptionalText,
	status: isText,
	phase: isText,
	ready: isOneOf("ready", "not-ready", "unknown"),
	unmetGates: isEither(isListOf(isText), isMissing),
	readyContainers: isNumber,
	totalContainers: isNumber,
	restarts: isNumber,
	terminating: isBoolean,
	createdAt: isText,
	labels: isMapOf(isText),
	containers: isListOf(isContainer),
	workload: isText,
	trouble: isEither(
		isObject<PodTrouble>({ container: isOptionalText, message: isText }),
		isMissing,
	),
	unreachable: isOptionalText,
	ended: isEither(
		isObject<EndedContainer>({
			name: isText,
			run: isOneOf("last", "previous"),
			exitCode: isNumber,
			reason: isOptionalText,
		}),
		isMissing,
	),
});

const isPortNote = isTagged<PortNote>({
	"headless-target-port": {
		service: isText,
		port: isNumber,
		targetPort: isNumber,
	},
	"publishes-not-ready": { service: isText },
	remark: { text: isText },
});

const isPortChoice = isTagged<PortChoice>({
	chosen: {
		port: isNumber,
		container: isOptionalText,
		evidence: isOneOf(
			"flag",
			"service",
			"grpc-probe",
			"app-protocol",
			"port-name",
			"well-known-port",
			"only-port",
			"first-port",
		),
		reason: isText,
		notes: isListOf(isPortNote),
	},
	none: { reason: isText, hint: isText },
});

/** Whether a value is a pod with the port to dial. */
export const isPodTarget = isObject<PodTarget>({
	pod: isPod,
	port: isPortChoice,
	origin: isText,
});
