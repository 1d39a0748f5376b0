import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FindingList } from "../../src/commands/explain/report.ts";
import type { VersionReport } from "../../src/commands/version/report.ts";
import { listenOnLoopback } from "../loopback.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { runPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;
const servers: Server[] = [];

beforeAll(async () => {
	cluster = await openCluster();
});

afterAll(async () => {
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}
	await cluster[Symbol.asyncDispose]();
});

/** Starts an API server that answers GET /version with this, or never when it is undefined. */
async function apiServer(answer: object | undefined): Promise<string> {
	const server = createServer((_request, response) => {
		if (answer === undefined) return;
		response.setHeader("content-type", "application/json");
		response.end(JSON.stringify(answer));
	});
	servers.push(server);
	return `http://127.0.0.1:${await listenOnLoopback(server)}`;
}

const CLIENT =
	/^Client Version: v\d+\.\d+\.\d+\S*\n(Client Commit: [0-9a-f]{12}\n)?Node\.js Version: v\d+\S+\nPlatform: \w+\/\w+\n/;

test("both versions are printed", async () => {
	const { stdout, stderr, status } = await cluster.run(["version"]);
	expect(stdout).toMatch(CLIENT);
	expect(stdout).toMatch(/\nServer Version: v1\.37\.\d+\S*\n$/);
	expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
});

test("the JSON result explains the findings", async () => {
	const { stdout, status } = await cluster.run(["explain", "-o", "json"]);
	const { findings } = parseResult<FindingList>("FindingList", stdout);
	expect(findings.map(({ code }) => code)).toContain("KG204");
	expect(status).toBe(0);
});

test.each(["json", "yaml"])("as %s", async (format) => {
	const { stdout } = await cluster.run(["version", "-o", format]);
	if (format === "yaml")
		expect(stdout).toMatch(/\nserverVersion:\n {2}major: "1"\n/);
	else {
		const report = parseResult<VersionReport>("VersionReport", stdout);
		expect(report.serverVersion?.gitVersion).toMatch(/^v1\.37/);
		expect(report.skew?.state).toBe("supported");
	}
});

test("with --client no cluster is asked", async () => {
	const server = ["--server", "https://127.0.0.1:1"];
	const { stdout, stderr, status } = await runPlugin(
		["version", "--client", ...server],
		{},
	);
	expect(stdout).toMatch(CLIENT);
	expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
});

test.each([[[]], [["-o", "json"]]])(
	"a server that is away leaves the client's version, then an error: %j",
	async (args) => {
		const server = ["--server", "https://127.0.0.1:1"];
		const run = await runPlugin(["version", ...server, ...args], {});
		if (args.length === 0) expect(run.stdout).toMatch(CLIENT);
		else
			expect(
				parseResult<VersionReport>("VersionReport", run.stdout),
			).not.toHaveProperty("serverVersion");
		expect(run.stderr).toMatch(/^error: the API server .* refuses connections/);
		expect(run.status).toBe(1);
	},
);

test("a server that never answers is given up after --request-timeout", async () => {
	const run = await runPlugin(
		["version", "--server", await apiServer(undefined), "--request-timeout=1s"],
		{},
	);
	expect(run.stdout).toMatch(CLIENT);
	expect(run.stderr).toMatch(/^error: .* did not answer within 1s\n {2}\S/);
	expect(run.status).toBe(1);
});

test.each([
	["19", /^WARNING: .*v1\.19\.3 is older/],
	["99", /^WARNING: .*v1\.99\.3 is newer/],
])("a server of 1.%s is warned of", async (minor, warning) => {
	const url = await apiServer({
		major: "1",
		minor,
		gitVersion: `v1.${minor}.3`,
	});
	const { stdout, stderr, status } = await runPlugin(
		["version", "--server", url],
		{},
	);
	expect(stdout).toContain(`Server Version: v1.${minor}.3\n`);
	expect(stderr).toMatch(warning);
	expect(status).toBe(0);
});

test("a server that is no API server is an error", async () => {
	const url = await apiServer({ hello: "world" });
	const { stderr, status } = await runPlugin(["version", "--server", url], {});
	expect(stderr).toMatch(/^error: .*no version\n {2}\S/);
	expect(status).toBe(1);
});
