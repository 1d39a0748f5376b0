import { createAuthority } from "../certificate/certificate.ts";
import { server } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";
import {
	expiredValidity,
	serviceNames,
	tlsEnv,
	tlsSecret,
} from "./tls-secrets.ts";

/** `tls` */
export const tls: Scenario = {
	manifests: () => {
		const authority = createAuthority("user-service-ca");
		const serverSecret = (name: string, validity = {}) =>
			tlsSecret(`${name}-tls`, authority, {
				commonName: name,
				usage: "server",
				names: serviceNames(name),
				...validity,
			});
		return [
			serverSecret("user-service"),
			serverSecret("order-service", expiredValidity()),
			serverSecret("payment-service"),
			...server({
				name: "user-service",
				env: tlsEnv("user-service-tls"),
				readiness: "tcp",
			}),
			...server({
				name: "order-service",
				replicas: 1,
				env: tlsEnv("order-service-tls"),
				readiness: "tcp",
			}),
			...server({
				name: "payment-service",
				replicas: 1,
				env: tlsEnv("payment-service-tls"),
				readiness: "grpc",
			}),
		];
	},
};

/** `mtls` */
export const mtls: Scenario = {
	manifests: () => {
		const authority = createAuthority("user-service-ca");
		const stranger = createAuthority("another-ca");
		const client = { commonName: "client", usage: "client" } as const;
		return [
			tlsSecret("user-service-tls", authority, {
				commonName: "user-service",
				usage: "server",
				names: serviceNames("user-service"),
			}),
			tlsSecret("client", authority, client),
			tlsSecret("client-expired", authority, {
				...client,
				...expiredValidity(),
			}),
			tlsSecret("client-foreign", stranger, client),
			...server({
				name: "user-service",
				env: {
					...tlsEnv("user-service-tls"),
					TLS_CLIENT_CA_PEM: { secret: "user-service-tls", key: "ca.crt" },
				},
				readiness: "tcp",
			}),
		];
	},
};
