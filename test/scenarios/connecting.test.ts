import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
	HealthReport,
	PodReport,
} from "../../src/commands/health/report.ts";
import { createAuthority } from "../certificates/authority.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { freeAddress } from "./harness/addresses.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, type EnvValue, tlsSecret } from "./harness/manifests.ts";
import { runPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

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
	await createCertificates();
	await cluster.create(
		deployment("plain"),
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
		"plain",
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

const codes = (pod: Pick<PodReport, "findings"> | undefined) =>
	pod?.findings.map(({ code }) => code);

async function only(...args: readonly string[]) {
	const { report, status } = await cluster.health(...args);
	const [pod] = report.pods;
	return { pod, status, codes: codes(pod), checked: pod?.checks[0]?.status };
}

// Most of these wait for what does not come.
describe.concurrent("a port that cannot be spoken to", () => {
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

	test("one that breaks HTTP/2 after its preface is reported as such", async () => {
		const seen = await only("deploy/malformed");
		// The connection breaks before the RPC begins or during it. Both happen, and the report is the same.
		expect(seen).toMatchObject({
			codes: ["KG116"],
			status: 2,
			checked: "UNREACHABLE",
		});
		expect(seen.pod?.findings[0]?.message).toContain(
			"broke the rules of HTTP/2",
		);
	});

	test.each([
		["after the connect timeout", ["--connect-timeout", "2s"]],
		["before a wait is over", ["--wait=5s"]],
	])("one that accepts and never answers is given up %s", async (_, flags) => {
		const seen = await only("deploy/silent", ...flags);
		expect(seen).toMatchObject({
			codes: ["KG109"],
			status: 2,
			checked: "UNREACHABLE",
		});
	});

	test("one behind a gateway that passes no port-forward on is not blamed on the pod", async () => {
		const gateway = ["--server", await cluster.gateway()];
		const { codes, pod, status } = await only("deploy/plain", ...gateway);
		expect({ codes, status }).toEqual({ codes: ["KG119"], status: 2 });
		expect(pod?.findings[0]?.fix).toContain("does not pass WebSocket upgrades");
	});

	test("--port finds a server that the manifest does not declare", async () => {
		const seen = await only("deploy/wrong-port", "--port", "50055");
		expect(seen).toMatchObject({ codes: [], status: 0, checked: "SERVING" });
	});
});

describe.concurrent("what cannot be connected to ends with 2", () => {
	const GET_USER = "user.UserService/GetUser";

	describe.each([
		["list", []],
		["describe", ["user.UserService"]],
		["call", [GET_USER]],
		["call", [GET_USER, "--repeat=2"]],
		["call", [GET_USER, "--all-pods"]],
		["diff", []],
	] as const)("%s %j", (command, rest) => {
		test.each(["wrong-port", "malformed"])("%s", async (app) => {
			const run = await cluster.run([command, `deploy/${app}`, ...rest]);
			expect(run.status).toBe(2);
		});

		test("an address on which nobody listens, or whose name does not exist", async () => {
			const ends = [await freeAddress(), "nowhere.invalid:50051"].map(
				async (address) => cluster.run([command, address, ...rest]),
			);
			const statuses = (await Promise.all(ends)).map(({ status }) => status);
			expect(statuses).toEqual([2, 2]);
		});
	});

	test.each([
		["http1", "--connect-timeout=5s"],
		["reset", "--connect-timeout=5s"],
		["silent", "--connect-timeout=1s"],
		["tls", "--plaintext"],
		["plain", "--tls"],
	])("list %s %s", async (app, flag) => {
		const { status } = await cluster.run(["list", `deploy/${app}`, flag]);
		expect(status).toBe(2);
	});
});

describe.concurrent("an address, reached without the API server", () => {
	const address = async (app: string) => {
		const [pod = ""] = await cluster.ready(app);
		return cluster.address(pod);
	};
	/** Runs as a user without a cluster: the kubeconfig does not exist, and it is not read. */
	const outside = async (...args: readonly string[]) => {
		const run = await cluster.run([
			...["health", ...args, "-o", "json"],
			...["--kubeconfig", "/nonexistent"],
		]);
		const { pods } = parseResult<HealthReport>("HealthReport", run.stdout);
		return { pods, status: run.status };
	};

	test("is asked as a pod is, without Kubernetes's own view of it", async () => {
		const target = await address("plain");
		const { pods, status } = await outside(target);
		expect(pods).toMatchObject([
			{
				namespace: "",
				name: target,
				checks: [{ status: "SERVING" }],
				transport: { kind: "plaintext", detected: true },
				findings: [],
			},
		]);
		expect(status).toBe(0);
		const { stdout } = await cluster.run(["health", target]);
		expect(stdout).toMatch(/^ADDRESS +STATUS +LATENCY\n/);
		expect(stdout).toContain("healthy: 1 of 1 address serving");
	});

	test("that speaks TLS is detected and verified", async () => {
		const target = await address("tls");
		const ca = join(folder, "ca.pem");
		const { pods } = await outside(
			...[target, "--cacert", ca, "--servername", "user-service"],
		);
		expect(pods).toMatchObject([
			{ transport: { kind: "tls", certificate: { verified: { ok: true } } } },
		]);
		const wrong = await outside(
			...[target, "--cacert", ca, "--servername", "other"],
		);
		expect(wrong).toMatchObject({
			pods: [{ findings: [{ code: "KG112" }] }],
			status: 2,
		});
	});

	test("that speaks TLS with an untrusted certificate shows its health, and nothing else is sent to it", async () => {
		const target = await address("tls");
		const { pods } = await outside(target);
		expect(pods).toMatchObject([
			{ transport: { kind: "tls", certificate: { verified: { ok: false } } } },
		]);
		const withToken = await outside(target, "-H", "authorization: Bearer x");
		expect(withToken).toMatchObject({
			pods: [{ findings: [{ code: "KG112" }] }],
			status: 2,
		});
		const call = ["call", target, "user.UserService/GetUser"];
		const refused = await cluster.run(call);
		expect(refused.stderr).toMatch(
			/^error: the server's certificate does not verify: .*names user-service/,
		);
		expect(refused.status).toBe(2);
		const insecure = await cluster.run([...call, "--insecure-skip-verify"]);
		// The server itself answers that there is no such user.
		expect(insecure.stderr).toContain("NOT_FOUND");
	});

	test("several at once are checked, one on which nobody listens and one of no such name among them", async () => {
		const good = await address("plain");
		const free = await freeAddress();
		const { pods, status } = await outside(good, free, "nowhere.invalid:50051");
		expect(
			pods.map(({ name, findings }) => [name, codes({ findings })]),
		).toEqual([
			[good, []],
			[free, ["KG104"]],
			["nowhere.invalid:50051", ["KG119"]],
		]);
		expect(status).toBe(2);
	});

	test.each([
		["a workload", "deploy/plain"],
		["labels", "-lapp=plain"],
		["a port", "--port=50051"],
		["a container", "--container=server"],
	])(
		"goes with no pods in one run, nor what chooses in them: %s",
		async (_what, word) => {
			const run = await cluster.run(["health", "127.0.0.1:50051", word]);
			expect(run.stderr).toMatch(/^error: .*address/);
			expect(run).toMatchObject({ stdout: "", status: 1 });
		},
	);
});

describe.concurrent("TLS", () => {
	test("is detected, and the certificate is shown though it is not trusted", async () => {
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

	test("is shown by a call, with the certificate of the pod that answers", async () => {
		const call = ["call", "deploy/expired", "user.UserService/GetUser"];
		const { stderr } = await cluster.run(call);
		expect(stderr).toMatch(
			/^pod expired-\S+\nTLS 1\.3, CN=user-service by CN=scenario authority, expired \dd ago, not verified: .+\n/,
		);
	});

	test.each([["--all-pods"], ["--all-pods", "--repeat=2"]])(
		"is told once of pods that show the same certificate, with how many they are: %j",
		async (...flags) => {
			const targets = ["deploy/tls", "deploy/tls-probed", "deploy/expired"];
			const { stderr } = await cluster.run([
				...["call", ...targets, "user.UserService/GetUser", ...flags],
			]);
			expect(stderr).toMatch(
				/^TLS 1\.3, .* \d+d left, not verified: .+ \(2 pods\)\nTLS 1\.3, .* expired \dd ago, not verified: .+ \(1 pod\)\n$/,
			);
		},
	);

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

	// macOS and Windows keep the system's authorities where no test should write.
	test.runIf(process.platform === "linux").each([
		["the system's authorities", "SSL_CERT_FILE", 0],
		["those of NODE_EXTRA_CA_CERTS", "NODE_EXTRA_CA_CERTS", 0],
		["nothing that has its authority", "UNUSED", 2],
	])("verifies without --cacert against %s", async (_, variable, expected) => {
		const [pod = ""] = await cluster.ready("tls");
		const required = ["--tls", "--servername", "user-service"];
		const environment = { [variable]: join(folder, "ca.pem") };
		const direct = await runPlugin(
			["health", await cluster.address(pod), ...required],
			environment,
		);
		expect(direct.status).toBe(expected);
		const tunnelled = await runPlugin(
			["health", `pod/${pod}`, "-n", cluster.namespace, ...required],
			{ ...environment, KUBECONFIG: cluster.kubeconfig },
		);
		expect(tunnelled.status).toBe(expected);
	});

	test.each([
		[
			"a server's",
			"tls",
			/^((CLIENT|SERVER)_(HANDSHAKE_TRAFFIC_SECRET|TRAFFIC_SECRET_0)|EXPORTER_SECRET) [0-9a-f]{64} [0-9a-f]{64,96}$/,
		],
		["never the API server's", "plain", /^$/],
	])("keys are kept where SSLKEYLOGFILE says: %s", async (_, app, lines) => {
		const file = join(folder, `${app}.keys`);
		const [pod = ""] = await cluster.ready(app);
		const { status } = await runPlugin(
			["health", `pod/${pod}`, "-n", cluster.namespace],
			{ SSLKEYLOGFILE: file, KUBECONFIG: cluster.kubeconfig },
		);
		expect(status).toBe(0);
		for (const line of (await readFile(file, "utf8")).trimEnd().split("\n"))
			expect(line).toMatch(lines);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
	});

	test.each([
		["another authority", ["--cacert", "stranger.pem"]],
		["another name", ["--cacert", "ca.pem", "--servername", "order-service"]],
	])("is refused for %s", async (_what, [flag = "", file = "", ...rest]) => {
		const seen = await only("deploy/tls", flag, join(folder, file), ...rest);
		expect(seen).toMatchObject({ codes: ["KG112"], status: 2 });
	});

	test("an expired certificate is a finding, and an error where it must be verified", async () => {
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

	test("a grpc probe on a TLS port is a finding", async () => {
		expect(await only("deploy/tls-probed")).toMatchObject({
			codes: ["KG107"],
			status: 0,
		});
	});
});

describe.concurrent("mutual TLS", () => {
	test("accepts the right certificate, from files and from a Secret", async () => {
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

test("an address can be followed: its health, and its connection", async () => {
	const [pod = ""] = await cluster.ready("plain");
	const target = await cluster.address(pod);
	await using watch = cluster.start(["health", target, "--watch"]);
	await watch.line((line) => line.endsWith(`${target}   SERVING`));
	await cluster.setHealth(pod, "", "NOT_SERVING");
	await watch.line((line) => line.includes("SERVING → NOT_SERVING"));
	expect(watch.lines()).toHaveLength(2);
	await cluster.setHealth(pod, "", "SERVING");
});
