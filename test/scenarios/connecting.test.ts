import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PodReport } from "../../src/commands/health/report.ts";
import { createAuthority } from "../certificates/authority.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, type EnvValue, tlsSecret } from "./harness/manifests.ts";

let cluster: TestCluster;
let folder: string;

const TLS_ENV = {
	TLS_CERT_PEM: { secret: "server", key: "tls.crt" },
	TLS_KEY_PEM: { secret: "server", key: "tls.key" },
} as const;
const MTLS_ENV: Readonly<Record<string, EnvValue>> = {
	...TLS_ENV,
	TLS_CLIENT_CA_PEM: { secret: "server", key: "ca.crt" },
};
const EXPIRED_ENV = {
	TLS_CERT_PEM: { secret: "expired", key: "tls.crt" },
	TLS_KEY_PEM: { secret: "expired", key: "tls.key" },
} as const;

const DAY_MS = 86_400_000;
const lastWeek = {
	notBefore: new Date(Date.now() - 14 * DAY_MS),
	notAfter: new Date(Date.now() - 7 * DAY_MS),
};
const long = {
	notBefore: new Date(Date.now() - 30 * DAY_MS),
	notAfter: new Date(Date.now() + 90 * DAY_MS),
};

beforeAll(async () => {
	cluster = await openCluster();
	folder = await mkdtemp(join(tmpdir(), "certificates-"));
	await createCertificates();
	await cluster.create(
		deployment("wrong-port", { env: { PORT: "50055" }, readiness: "none" }),
		deployment("pod-address", { env: { BIND: "pod" } }),
		deployment("http1", { env: { PROTOCOL: "http1" } }),
		deployment("silent", { env: { PROTOCOL: "silent" } }),
		deployment("malformed", { env: { PROTOCOL: "malformed" } }),
		deployment("reset", { env: { PROTOCOL: "reset" }, readiness: "none" }),
		deployment("tls", { env: TLS_ENV }),
		deployment("tls-probed", { env: TLS_ENV, readiness: "grpc" }),
		deployment("expired", { env: EXPIRED_ENV }),
		deployment("mtls", { env: MTLS_ENV }),
	);
	for (const app of [
		"wrong-port",
		"pod-address",
		"http1",
		"silent",
		"malformed",
		"reset",
		"tls",
		"expired",
		"mtls",
	])
		await cluster.ready(app);
	await cluster.pods(
		(pods) => pods.every((pod) => pod.status?.phase === "Running"),
		"all pods to run",
	);
});

afterAll(() => cluster[Symbol.asyncDispose]());

async function createCertificates(): Promise<void> {
	const authority = await createAuthority("scenario authority", long);
	const stranger = await createAuthority("stranger", long);
	const names = ["user-service", "localhost"];
	const server = await authority.issue({
		commonName: "user-service",
		names,
		usage: "server",
		...long,
	});
	const expired = await authority.issue({
		commonName: "user-service",
		names,
		usage: "server",
		...lastWeek,
	});
	const right = await authority.issue({
		commonName: "client",
		usage: "client",
		...long,
	});
	const foreign = await stranger.issue({
		commonName: "client",
		usage: "client",
		...long,
	});
	const old = await authority.issue({
		commonName: "client",
		usage: "client",
		...lastWeek,
	});
	await cluster.create(
		tlsSecret("server", { ...server, ca: authority.certificate }),
		tlsSecret("expired", { ...expired, ca: authority.certificate }),
		tlsSecret("client-right", { ...right, ca: authority.certificate }),
		tlsSecret("client-foreign", { ...foreign, ca: stranger.certificate }),
		tlsSecret("client-expired", { ...old, ca: authority.certificate }),
	);
	await writeFile(join(folder, "ca.pem"), authority.certificate);
	await writeFile(join(folder, "stranger.pem"), stranger.certificate);
	await writeFile(join(folder, "client.pem"), right.certificate);
	await writeFile(join(folder, "client.key"), right.key);
}

const codes = (pod: PodReport | undefined) =>
	pod?.findings.map(({ code }) => code);

async function only(...args: readonly string[]) {
	const { report, status } = await cluster.health(...args);
	const [pod] = report.pods;
	return { pod, status, codes: codes(pod), checked: pod?.checks[0]?.status };
}

describe("a port that cannot be spoken to", () => {
	test.each([
		["wrong-port", "KG104", "Nothing listens there on localhost"],
		["pod-address", "KG104", "bound to that address alone"],
		["http1", "KG108", "HTTP/1"],
		["reset", "KG108", "closes the connection without sending anything"],
	])("%s: %s %s", async (app, code, words) => {
		const seen = await only(`deploy/${app}`, "--connect-timeout", "5s");
		expect(seen).toMatchObject({ codes: [code], status: 2 });
		expect(seen.pod?.findings[0]?.message).toContain(words);
	});

	test("one that breaks HTTP/2 once it has begun is said to", async () => {
		const seen = await only("deploy/malformed");
		// Before the RPC began, or under way: both happen, and are one to whoever asks.
		expect(seen).toMatchObject({
			codes: ["KG116"],
			status: 2,
			checked: "UNREACHABLE",
		});
		expect(seen.pod?.findings[0]?.message).toContain(
			"broke the rules of HTTP/2",
		);
	});

	test("one that accepts and never answers is given up after the connect timeout", async () => {
		const seen = await only("deploy/silent", "--connect-timeout", "1s");
		expect(seen).toMatchObject({
			codes: ["KG109"],
			status: 2,
			checked: "UNREACHABLE",
		});
	});

	test("--port finds the server where the manifest does not say so", async () => {
		const seen = await only("deploy/wrong-port", "--port", "50055");
		expect(seen).toMatchObject({ codes: [], status: 0, checked: "SERVING" });
	});
});

describe("TLS", () => {
	test("is found out, and the certificate is shown though nobody vouches for it", async () => {
		const { pod, status } = await only("deploy/tls");
		expect(pod?.transport).toMatchObject({
			kind: "tls",
			detected: true,
			certificate: {
				names: expect.arrayContaining(["user-service"]),
				verified: { ok: false },
			},
		});
		expect(status).toBe(0);
	});

	test("verifies against --cacert and --servername", async () => {
		const { pod, status } = await only(
			"deploy/tls",
			"--cacert",
			join(folder, "ca.pem"),
			"--servername",
			"user-service",
		);
		expect(pod?.transport).toMatchObject({
			certificate: { verified: { ok: true } },
		});
		expect(status).toBe(0);
	});

	test.each([
		["another authority", ["--cacert", "stranger.pem"]],
		["another name", ["--cacert", "ca.pem", "--servername", "order-service"]],
	])("is refused for %s", async (_what, [flag = "", file = "", ...rest]) => {
		const seen = await only("deploy/tls", flag, join(folder, file), ...rest);
		expect(seen).toMatchObject({ codes: ["KG112"], status: 2 });
	});

	test("an expired certificate is a finding, and an error where it has to verify", async () => {
		expect(await only("deploy/expired")).toMatchObject({
			codes: ["KG111"],
			status: 0,
		});
		const strict = await only(
			"deploy/expired",
			"--cacert",
			join(folder, "ca.pem"),
			"--servername",
			"user-service",
		);
		expect(strict).toMatchObject({ codes: ["KG112"], status: 2 });
	});

	test("a grpc probe on a TLS port is found", async () => {
		expect(await only("deploy/tls-probed")).toMatchObject({
			codes: ["KG107"],
			status: 0,
		});
	});
});

describe("mutual TLS", () => {
	test("with the right certificate, from files and straight from a Secret", async () => {
		const files = [
			"--cert",
			join(folder, "client.pem"),
			"--key",
			join(folder, "client.key"),
		];
		expect(await only("deploy/mtls", ...files)).toMatchObject({
			status: 0,
			checked: "SERVING",
		});
		expect(
			await only("deploy/mtls", "--tls-secret", "client-right"),
		).toMatchObject({ status: 0, checked: "SERVING" });
	});

	test.each([
		["without a certificate", []],
		[
			"with one of another authority",
			["--tls-secret", "client-foreign", "--insecure-skip-verify"],
		],
		["with an expired one", ["--tls-secret", "client-expired"]],
	])("is refused %s", async (_what, flags) => {
		expect(await only("deploy/mtls", ...flags)).toMatchObject({
			codes: ["KG112"],
			status: 2,
		});
	});
});
