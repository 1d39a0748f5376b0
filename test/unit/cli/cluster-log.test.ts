import { basename, delimiter } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { clusterLog } from "../../../src/cli/cluster-log.ts";
import type { ClusterEvent } from "../../../src/kubernetes/cluster-log.ts";
import { openTunnel } from "../../../src/kubernetes/tunnel/open-tunnel.ts";
import {
	type Authority,
	createAuthority,
} from "../../certificates/authority.ts";
import { runInProcess } from "../../in-process.ts";
import { startRecordingServer } from "../kubernetes/access/recording-server.ts";
import { useFolder } from "../kubernetes/access/test-folder.ts";
import { startApiServer } from "../kubernetes/tunnel/fake-api-server.ts";

const folder = useFolder();
let authority: Authority;
beforeAll(async () => {
	authority = await createAuthority("the company");
});

/** Returns what `version` prints on stderr at this level, without what differs from run to run. */
async function logOf(level: number): Promise<string> {
	const server = await startRecordingServer({
		pair: await authority.issue({ commonName: "api", names: ["127.0.0.1"] }),
		answer: (_, response) => {
			response.setHeader("Set-Cookie", "s3cret=1");
			response.setHeader("Warning", "299 - \u009b2Jold");
			response.end('{"gitVersion":"v1.37.0"}');
		},
	});
	onTestFinished(() => server.close());
	const ca = folder.write("ca.pem", authority.certificate);
	const credential = JSON.stringify({
		apiVersion: "client.authentication.k8s.io/v1",
		kind: "ExecCredential",
		status: { token: "s3cret" },
	});
	const exec = {
		apiVersion: "client.authentication.k8s.io/v1",
		interactiveMode: "Never",
		command: "sh",
		args: ["-c", `echo '${credential}'`],
	};
	const kubeconfig = folder.write("config", {
		users: [{ name: "u", user: { exec } }],
	});
	const { stderr } = await runInProcess(
		[
			"version",
			...["--server", server.url, "--certificate-authority", ca],
			...["--kubeconfig", kubeconfig, "--user", "u", `-v=${level}`],
		],
		{ env: { PATH: process.env["PATH"] } },
	);
	return stderr
		.replaceAll(kubeconfig, "/home/u/.kube/config")
		.replaceAll(server.url, "https://api")
		.replaceAll(`127.0.0.1:${server.port}`, "api")
		.replace(/^I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /gm, "I… ")
		.replace(/milliseconds=\d+/g, "milliseconds=N")
		.replace(/User-Agent: .*|date: .*/gi, (line) => `${line.split(":")[0]}: …`);
}

describe("the log of -v", () => {
	test("has nothing of requests at 5", async () => {
		expect(await logOf(5)).not.toContain("Response");
	});

	test("names each kubeconfig in a line of its own", async () => {
		const files = ["a", "b"].map((name) =>
			folder.write(name, { apiVersion: "v1", kind: "Config" }),
		);
		const { stderr } = await runInProcess(["version", "-v=6"], {
			env: { KUBECONFIG: files.join(delimiter) },
		});
		const told = stderr
			.split("\n")
			.filter((line) => line.includes("Config loaded"));
		expect(told).toEqual(
			files.map((file) =>
				expect.stringMatching(
					new RegExp(`^I\\d{4} .*kubectl-grpc] Config.*${basename(file)}"$`),
				),
			),
		);
	});

	test.each([6, 7, 8])(
		"has each request at %i, and no credential",
		async (level) => {
			const log = await logOf(level);
			expect(log).not.toContain("s3cret");
			await expect(log).toMatchFileSnapshot(
				`testdata/cluster-log-${level}.txt`,
			);
		},
	);

	test("names a request that had no answer", async () => {
		const { stderr } = await runInProcess(
			["version", "--server", "http://127.0.0.1:1", "-v=6"],
			{ env: {} },
		);
		expect(stderr).toMatch(
			/"Response" verb="GET" url="http:\/\/127.0.0.1:1\/version" err="connect ECONNREFUSED 127.0.0.1:1" milliseconds=\d+\n/,
		);
	});

	test("has the upgrades of tunnels", async () => {
		const server = await startApiServer();
		onTestFinished(() => server.stop());
		const events: ClusterEvent[] = [];
		const cluster = {
			...server.cluster,
			log: (event: ClusterEvent) => void events.push(event),
		};
		const pod = { namespace: "shop", pod: "pod-a", port: 50051, uid: "uid-1" };
		const tunnel = await openTunnel(cluster, pod, {
			signal: new AbortController().signal,
			timeoutMs: 5_000,
		});
		tunnel.destroy();
		expect(events).toMatchObject([
			{ kind: "request", verb: "GET" },
			{ kind: "response", status: "101 Switching Protocols" },
		]);
	});

	test.each([
		["Bearer s3cret", "Bearer <masked>"],
		["Basic s3cret", "Basic <masked>"],
		["s3cret", "<masked>"],
		["Unknown s3cret", "<masked>"],
	])("masks the authorization %j", (authorization, shown) => {
		const lines: string[] = [];
		clusterLog(
			{ write: (line) => lines.push(line) },
			7,
		)({
			kind: "request",
			verb: "GET",
			url: "https://api/version",
			headers: { authorization, location: "https://login?code=s3cret" },
		});
		expect(lines.join("")).toContain(
			`    authorization: ${shown}\n    location: <masked>\n >\n`,
		);
	});
});
