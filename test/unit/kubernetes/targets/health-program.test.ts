import { expect, test } from "vitest";
import { healthProgramQuestion } from "../../../../src/kubernetes/targets/pod/health-program.ts";
import { podFrom } from "../../../../src/kubernetes/targets/pod/pod-from.ts";
import { pod, server } from "./objects.ts";

const PLAIN = { port: 9000, service: "", transport: "plaintext" } as const;

test.each([
	[["grpc_health_probe", "-addr=:9000"], PLAIN],
	[["/bin/grpc_health_probe", "-addr", "localhost:9000"], PLAIN],
	[
		["/bin/grpc_health_probe", "--addr=:9000", "--service=a.A", "-tls"],
		{ port: 9000, service: "a.A", transport: "tls" },
	],
	[
		["grpc_health_probe", "-service", "a.A", "-addr", ":9000"],
		{ ...PLAIN, service: "a.A" },
	],
	[
		["sh", "-c", "grpc_health_probe -addr=:9000 -service='a.A' && other -tls"],
		{ ...PLAIN, service: "a.A" },
	],
	[["grpc_health_probe", "-addr=:9000", "-service="], PLAIN],
	[["grpc_health_probe", "-addr=:9000", "-service", ""], PLAIN],
	[["grpc_health_probe", "-addr=:9000", "-tls=false"], PLAIN],
	[["grpc_health_probe", "-addr=:9000", "-tls-no-verify"], PLAIN],
	[
		["grpc_health_probe", "-addr=:9000", "-service=$(SERVICE)"],
		{ ...PLAIN, service: undefined },
	],
	[["grpc_health_probe", "-addr=:$(PORT)"], undefined],
	[
		["sh", "-c", "[ -x /grpc_health_probe ] && /grpc_health_probe -addr=:9000"],
		PLAIN,
	],
	[
		["sh", "-c", "grpc_health_probe -addr=:9000 \\\n  -service=a.A -tls\n"],
		{ port: 9000, service: "a.A", transport: "tls" },
	],
	[["grpc_health_probe"], undefined],
	[["curl", "-addr=:9000"], undefined],
])("%j asks %j", (command, asks) => {
	expect(healthProgramQuestion(command)).toEqual(asks);
});

test.each([
	{ exec: { command: ["sh", "-c", "redis-cli -a s3cr3t ping"] } },
	{ httpGet: { port: 80, path: "/ready?token=s3cr3t" } },
])(
	"nothing of a probe is kept that may be a password: %j",
	(readinessProbe) => {
		const containers = [server({ readinessProbe })];
		const kept = podFrom(pod("x", { spec: { containers } }));
		expect(JSON.stringify(kept)).not.toContain("s3cr3t");
	},
);
