import { createServer, type Server as HttpServer } from "node:http";
import {
	ServerInterceptingCall,
	type ServerInterceptor,
	status,
} from "@grpc/grpc-js";

/** Upper bounds in seconds: client_golang's default buckets. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Method = {
	readonly labels: string;
	started: number;
	readonly handled: Map<string, number>;
	readonly seconds: { buckets: number[]; sum: number; count: number };
};

/** The RPC counters of one server, with the names that go-grpc-middleware's Prometheus provider gives them. */
export type Metrics = {
	readonly interceptor: ServerInterceptor;
	/** The exposition text of GET /metrics. */
	render(): string;
};

/** Counts every RPC that passes its interceptor. */
export function createMetrics(): Metrics {
	const methods = new Map<string, Method>();
	const methodOf = (path: string, type: string): Method => {
		const [, service, name] = path.split("/");
		const found = methods.get(path) ?? {
			labels: `grpc_method="${name}",grpc_service="${service}",grpc_type="${type}"`,
			started: 0,
			handled: new Map(),
			seconds: { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 },
		};
		methods.set(path, found);
		return found;
	};
	return {
		interceptor: (definition, call) => {
			const method = methodOf(definition.path, typeOf(definition));
			const startedAt = performance.now();
			method.started++;
			return new ServerInterceptingCall(call, {
				sendStatus: (sent, next) => {
					observe(method, sent.code, (performance.now() - startedAt) / 1000);
					next(sent);
				},
			});
		},
		render: () => renderAll([...methods.values()]),
	};
}

/** Serves GET /metrics; not yet listening. */
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

function observe(method: Method, code: status, seconds: number): void {
	const name = codeName(code);
	method.handled.set(name, (method.handled.get(name) ?? 0) + 1);
	method.seconds.sum += seconds;
	method.seconds.count++;
	for (const [index, bound] of BUCKETS.entries())
		if (seconds <= bound)
			method.seconds.buckets[index] = (method.seconds.buckets[index] ?? 0) + 1;
}

/** As Go's codes.Code.String(): `OK`, `NotFound`, `Canceled` (with one l). */
function codeName(code: status): string {
	if (code === status.OK) return "OK";
	if (code === status.CANCELLED) return "Canceled";
	return status[code]
		.split("_")
		.map((word) => word.charAt(0) + word.slice(1).toLowerCase())
		.join("");
}

function typeOf(definition: {
	requestStream: boolean;
	responseStream: boolean;
}): string {
	if (definition.requestStream)
		return definition.responseStream ? "bidi_stream" : "client_stream";
	return definition.responseStream ? "server_stream" : "unary";
}

function renderAll(methods: readonly Method[]): string {
	const started = methods.map(
		(method) => `grpc_server_started_total{${method.labels}} ${method.started}`,
	);
	const handled = methods.flatMap((method) =>
		[...method.handled].map(
			([code, count]) =>
				`grpc_server_handled_total{grpc_code="${code}",${method.labels}} ${count}`,
		),
	);
	const seconds = methods.flatMap(renderHistogram);
	return [
		"# HELP grpc_server_handled_total Total number of RPCs completed on the server, regardless of success or failure.",
		"# TYPE grpc_server_handled_total counter",
		...handled,
		"# HELP grpc_server_handling_seconds Histogram of response latency (seconds) of gRPC that had been application-level handled by the server.",
		"# TYPE grpc_server_handling_seconds histogram",
		...seconds,
		"# HELP grpc_server_started_total Total number of RPCs started on the server.",
		"# TYPE grpc_server_started_total counter",
		...started,
		"",
	].join("\n");
}

function renderHistogram({ labels, seconds }: Method): string[] {
	const name = "grpc_server_handling_seconds";
	return [
		...BUCKETS.map(
			(bound, index) =>
				`${name}_bucket{${labels},le="${bound}"} ${seconds.buckets[index]}`,
		),
		`${name}_bucket{${labels},le="+Inf"} ${seconds.count}`,
		`${name}_sum{${labels}} ${seconds.sum}`,
		`${name}_count{${labels}} ${seconds.count}`,
	];
}
