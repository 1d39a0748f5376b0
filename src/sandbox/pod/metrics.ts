import { createServer, type Server as HttpServer } from "node:http";
import {
	ServerInterceptingCall,
	type ServerInterceptor,
	status,
} from "@grpc/grpc-js";

/** Upper bounds in seconds, the default buckets of client_golang. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The properties of a method that the counters need. */
type MeasuredMethod = {
	readonly path: string;
	readonly requestStream: boolean;
	readonly responseStream: boolean;
};

type Counters = {
	readonly labels: string;
	started: number;
	received: number;
	sent: number;
	readonly handled: Map<string, number>;
	readonly buckets: number[];
	seconds: number;
	count: number;
};

/** The RPC counters of one server, with the names of go-grpc-middleware's Prometheus provider. */
export type Metrics = {
	readonly interceptor: ServerInterceptor;
	/** Sets a method's counters to zero, so that they exist before its first call. */
	initialize(method: MeasuredMethod): void;
	/** Returns the text of GET /metrics. */
	render(): string;
};

/** Creates counters of the RPCs that pass their interceptor. */
export function createMetrics(): Metrics {
	const methods = new Map<string, Counters>();
	const countersOf = (method: MeasuredMethod): Counters => {
		const found = methods.get(method.path) ?? newCounters(method);
		methods.set(method.path, found);
		return found;
	};
	return {
		interceptor: (definition, call) => intercept(countersOf(definition), call),
		initialize: countersOf,
		render: () => renderAll([...methods.values()]),
	};
}

function newCounters(method: MeasuredMethod): Counters {
	const [, service, name] = method.path.split("/");
	return {
		labels: `grpc_method="${name}",grpc_service="${service}",grpc_type="${typeOf(method)}"`,
		started: 0,
		received: 0,
		sent: 0,
		handled: new Map(CODES.map((code) => [code, 0])),
		buckets: BUCKETS.map(() => 0),
		seconds: 0,
		count: 0,
	};
}

function intercept(
	counters: Counters,
	call: ConstructorParameters<typeof ServerInterceptingCall>[0],
): ServerInterceptingCall {
	const startedAt = performance.now();
	counters.started++;
	return new ServerInterceptingCall(call, {
		start: (next) =>
			next({
				onReceiveMessage: (message, deliver) => {
					counters.received++;
					deliver(message);
				},
			}),
		sendMessage: (message, next) => {
			counters.sent++;
			next(message);
		},
		sendStatus: (sent, next) => {
			observe(counters, sent.code, (performance.now() - startedAt) / 1000);
			next(sent);
		},
	});
}

/** Creates the server of GET /metrics. It does not listen yet. */
export function metricsServer(metrics: Metrics): HttpServer {
	return createServer((request, response) => {
		if (request.url !== "/metrics") {
			response.writeHead(404).end();
			return;
		}
		response
			.writeHead(200, {
				"content-type": "text/plain; version=0.0.4; charset=utf-8",
			})
			.end(metrics.render());
	});
}

function observe(counters: Counters, code: status, seconds: number): void {
	const name = codeName(code);
	counters.handled.set(name, (counters.handled.get(name) ?? 0) + 1);
	counters.seconds += seconds;
	counters.count++;
	for (const [index, bound] of BUCKETS.entries())
		if (seconds <= bound)
			counters.buckets[index] = (counters.buckets[index] ?? 0) + 1;
}

/** Returns the name of a code as Go's codes.Code.String() does: `OK`, `NotFound`, `Canceled` (with one l). */
function codeName(code: status): string {
	if (code === status.OK) return "OK";
	if (code === status.CANCELLED) return "Canceled";
	return status[code]
		.split("_")
		.map((word) => word.charAt(0) + word.slice(1).toLowerCase())
		.join("");
}

const CODES = Object.values(status)
	.filter((code) => typeof code === "number")
	.map(codeName);

function typeOf({ requestStream, responseStream }: MeasuredMethod): string {
	if (requestStream) return responseStream ? "bidi_stream" : "client_stream";
	return responseStream ? "server_stream" : "unary";
}

type Family = {
	readonly name: string;
	readonly type: "counter" | "histogram";
	readonly help: string;
	readonly lines: (method: Counters, name: string) => readonly string[];
};

const FAMILIES: readonly Family[] = [
	{
		name: "grpc_server_handled_total",
		type: "counter",
		help: "Total number of RPCs completed on the server, regardless of success or failure.",
		lines: ({ labels, handled }, name) =>
			[...handled].map(
				([code, count]) => `${name}{grpc_code="${code}",${labels}} ${count}`,
			),
	},
	{
		name: "grpc_server_handling_seconds",
		type: "histogram",
		help: "Histogram of response latency (seconds) of gRPC that had been application-level handled by the server.",
		lines: ({ labels, buckets, seconds, count }, name) => [
			...BUCKETS.map(
				(bound, index) =>
					`${name}_bucket{${labels},le="${bound}"} ${buckets[index]}`,
			),
			`${name}_bucket{${labels},le="+Inf"} ${count}`,
			`${name}_sum{${labels}} ${seconds}`,
			`${name}_count{${labels}} ${count}`,
		],
	},
	{
		name: "grpc_server_msg_received_total",
		type: "counter",
		help: "Total number of RPC stream messages received on the server.",
		lines: ({ labels, received }, name) => [`${name}{${labels}} ${received}`],
	},
	{
		name: "grpc_server_msg_sent_total",
		type: "counter",
		help: "Total number of gRPC stream messages sent by the server.",
		lines: ({ labels, sent }, name) => [`${name}{${labels}} ${sent}`],
	},
	{
		name: "grpc_server_started_total",
		type: "counter",
		help: "Total number of RPCs started on the server.",
		lines: ({ labels, started }, name) => [`${name}{${labels}} ${started}`],
	},
];

function renderAll(methods: readonly Counters[]): string {
	const text = FAMILIES.flatMap(({ name, type, help, lines }) => [
		`# HELP ${name} ${help}`,
		`# TYPE ${name} ${type}`,
		...methods.flatMap((method) => lines(method, name)),
	]);
	return `${text.join("\n")}\n`;
}
