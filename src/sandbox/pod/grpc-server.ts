import type { DescService } from "@bufbuild/protobuf";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { Channelz } from "../../grpc-services/gen/grpc/channelz/v1/channelz_pb.ts";
import { Health } from "../../grpc-services/gen/grpc/health/v1/health_pb.ts";
import { serveChannelz } from "./channelz.ts";
import { Steering } from "./gen/steering_pb.ts";
import { UserService } from "./gen/user_pb.ts";
import { serveHealth } from "./health.ts";
import type { HealthState } from "./health-state.ts";
import { pathOf } from "./methods.ts";
import type { Metrics } from "./metrics.ts";
import { serveReflection } from "./reflection.ts";
import { report } from "./report.ts";
import type { Settings } from "./settings.ts";
import { serveSteering } from "./steering.ts";
import { serveUsers } from "./user-service.ts";

/** Creates the test server with the services that its settings ask for. It does not listen yet. */
export function createGrpcServer(
	settings: Settings,
	health: HealthState,
	metrics: Metrics,
): Server {
	const server = new Server({ interceptors: [metrics.interceptor] });
	const services: DescService[] = [UserService, Steering];
	serveUsers(server, settings);
	serveSteering(server, health);
	if (settings.health.registered === "on") {
		serveHealth(server, health, settings.health);
		services.push(Health);
	}
	if (settings.admin === "on") {
		serveChannelz(server);
		services.push(Channelz);
	}
	serveReflection(server, settings.reflection, services, settings.schema);
	for (const { methods } of services)
		for (const method of methods)
			metrics.initialize({
				path: pathOf(method),
				requestStream: /^(client|bidi)/.test(method.methodKind),
				responseStream: /^(server|bidi)/.test(method.methodKind),
			});
	return server;
}

/** Listens on a free loopback port in place of the declared port, and reports it. */
export async function listenGrpc(
	server: Server,
	settings: Settings,
): Promise<void> {
	const actual = await new Promise<number>((resolve, reject) => {
		server.bindAsync(
			"127.0.0.1:0",
			credentialsOf(settings.tls),
			(error, port) => (error ? reject(error) : resolve(port)),
		);
	});
	report({
		type: "listening",
		port: settings.port,
		bind: settings.bind,
		actual,
	});
}

function credentialsOf(tls: Settings["tls"]): ServerCredentials {
	if (!tls) return ServerCredentials.createInsecure();
	return ServerCredentials.createSsl(
		tls.clientCa ? Buffer.from(tls.clientCa) : null,
		[
			{
				cert_chain: Buffer.from(tls.cert),
				private_key: Buffer.from(tls.key),
			},
		],
		tls.clientCa !== undefined,
	);
}
