import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, service } from "./harness/manifests.ts";
import { PLUGIN_IN_SHELL } from "./harness/plugin.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(deployment("user-service", { replicas: 3 }));
	await cluster.create(service("idle", "idle", { ports: [{ port: 80 }] }));
	await cluster.ready("user-service", 3);
});

afterAll(() => cluster[Symbol.asyncDispose]());

describe.skipIf(process.platform === "win32")(
	"the live screen of --watch",
	() => {
		const start = (flags = "", columns = 80, rows = 24) =>
			startInTerminal(
				`KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} health -n ${cluster.namespace} deploy/user-service --watch ${flags}; echo "status $?"`,
				{ columns, rows },
			);

		test("shows a row a pod, follows a change and leaves the table behind on q", async () => {
			await using screen = start();
			await screen.see("healthy: 3 of 3 pods serving");
			expect(screen.buffer()).toBe("alternate");
			expect(screen.lines()).toContain(
				"↑↓ choose  s status  p pod  n node  / filter  space pause  ? help  q quit",
			);
			const [first = ""] = await cluster.ready("user-service", 3);
			await cluster.setHealth(first, "", "NOT_SERVING");
			await screen.see("degraded: 2 of 3 pods serving");
			await screen.show((lines) =>
				expect(lines.find((line) => line.includes(first))).toContain(
					"NOT_SERVING",
				),
			);
			screen.type("s");
			await screen.see("s status ↓  p pod");
			screen.type("?");
			await screen.see("sort by status, pod, node");
			expect(screen.lines()).toContain("esc back  q quit");
			screen.type("?");
			await screen.see("s status ↓");
			screen.type("q");
			await screen.see("status 4");
			expect(screen.buffer()).toBe("normal");
			expect(screen.lines().join("\n")).toContain("KG102");
			await cluster.setHealth(first, "", "SERVING");
		});

		test("has rows for several pods where it is low", async () => {
			const pods = await cluster.ready("user-service", 3);
			await using screen = start("", 60, 10);
			await screen.show((lines) => {
				for (const pod of pods)
					expect(lines.join("\n")).toContain(pod.slice(-5));
			});
		});

		test("says which target has no pods, as long as it has none", async () => {
			await using screen = startInTerminal(
				`KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} health -n ${cluster.namespace} deploy/user-service svc/idle --watch`,
				{ columns: 100, rows: 24 },
			);
			const missing = "missing svc/idle has no pods";
			await screen.see("degraded: 3 of 3 pods serving, 1 target without pods");
			await screen.see(missing);
			const [first = ""] = await cluster.ready("user-service", 3);
			await cluster.setHealth(first, "", "NOT_SERVING");
			await screen.see("SERVING → NOT_SERVING");
			screen.type("G");
			await screen.see(missing);
			await cluster.setHealth(first, "", "SERVING");
		});

		test("calls nobody down before anybody could answer", async () => {
			const folder = temporaryFolder(onTestFinished);
			const [whole, begun] = [join(folder, "whole"), join(folder, "begun")];
			await cluster.run(["health", "deploy/user-service", "--record", whole]);
			const lines = readFileSync(whole, "utf8").split("\n");
			const targets = lines.filter((line) => !/"kind":"answer"/.test(line));
			writeFileSync(begun, targets.join("\n"));
			await using screen = startInTerminal(
				`${PLUGIN_IN_SHELL} health --watch --replay ${begun}; echo "status $?"`,
				{ columns: 80, rows: 24 },
			);
			await screen.see("connecting: 0 of 3 pods serving");
			screen.type("q");
			await screen.see("down: 0 of 3 pods serving");
		});

		test("shows a long finding with its fix where there is room", async () => {
			const folder = temporaryFolder(onTestFinished);
			const [whole, stopped] = [join(folder, "whole"), join(folder, "stopped")];
			await cluster.run(["health", "deploy/user-service", "--record", whole]);
			const [first = "", second = ""] = readFileSync(whole, "utf8").split("\n");
			const seen = JSON.parse(second);
			const why = `ImagePullBackOff: ${"it is not there, ".repeat(20)}`;
			seen.fact.target.pod.unreachable = why;
			writeFileSync(stopped, `${first}\n${JSON.stringify(seen)}\n`);
			await using screen = startInTerminal(
				`${PLUGIN_IN_SHELL} health --watch --replay ${stopped}; echo "status $?"`,
				{ columns: 80, rows: 24 },
			);
			await screen.see("KG114");
			await screen.see("fix: kubectl describe pod");
			await screen.see("q quit");
			screen.type("q");
			await screen.see("status 2");
		});

		/** The source of a module that sets the machine's clock an hour on once a file exists. */
		const clockSetBy = (file: string) =>
			`import { existsSync } from "node:fs"; const { now } = Date; Date.now = () => now() + (existsSync(${JSON.stringify(file)}) ? 3_600_000 : 0);`;

		test("keeps the last minute where the clock is set, or the machine sleeps", async () => {
			const folder = temporaryFolder(onTestFinished);
			const [preload, set] = [join(folder, "clock.mjs"), join(folder, "set")];
			writeFileSync(preload, clockSetBy(set));
			await using screen = startInTerminal(
				`NODE_OPTIONS=--import=${preload} KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} health -n ${cluster.namespace} deploy/user-service --watch`,
				{ columns: 120, rows: 24 },
			);
			await screen.see("healthy: 3 of 3 pods serving");
			const pods = await cluster.ready("user-service", 3);
			const [first = ""] = pods;
			await screen.show((lines) => {
				for (const pod of pods)
					expect(lines.find((line) => line.includes(pod))).toMatch(/S$/);
			});
			writeFileSync(set, "");
			await cluster.setHealth(first, "", "NOT_SERVING");
			await screen.see("SERVING → NOT_SERVING");
			await screen.show((lines) => {
				const row = lines.find((line) => line.includes(`${first}  `));
				expect(row).toMatch(/SN+$/);
			});
			await cluster.setHealth(first, "", "SERVING");
		});

		test("replays a recording with the ages of then", async () => {
			const folder = temporaryFolder(onTestFinished);
			const file = join(folder, "then");
			await cluster.run(["health", "deploy/user-service", "--record", file]);
			const [header = "", ...facts] = readFileSync(file, "utf8").split("\n");
			const atStart = JSON.parse(header);
			const then = new Date(Date.parse(atStart.startedAt) - 7 * 86_400_000);
			const old = facts.map((line) =>
				line.replace(
					/"createdAt":"[^"]*"/,
					`"createdAt":"${then.toISOString()}"`,
				),
			);
			const startedAt = new Date(then.getTime() + 90_000).toISOString();
			writeFileSync(
				file,
				[JSON.stringify({ ...atStart, startedAt }), ...old].join("\n"),
			);
			await using screen = startInTerminal(
				`${PLUGIN_IN_SHELL} health --watch -o wide --replay ${file}`,
				{ columns: 180, rows: 24 },
			);
			await screen.see("healthy: 3 of 3 pods serving");
			const age = / {3}(\S+) +[·S]+$/;
			await screen.show((lines) =>
				expect(age.exec(lines[3] ?? "")?.[1]).toMatch(/^(90s|9\ds|1m\d+s)$/),
			);
		});

		test("has more columns with -o wide, and leaves nothing of them behind where they do not fit", async () => {
			await using screen = start("-o wide", 180);
			await screen.see("healthy: 3 of 3 pods serving");
			expect(screen.lines()[2]).toMatch(/NODE +PORT +TRANSPORT .* LAST MINUTE/);
			screen.resize(80, 24);
			await screen.show((lines) => {
				expect(lines[1]).toBe("");
				expect(lines[2]).toMatch(/^ {2}POD +READY +SERVICE +STATUS/);
				expect(lines[2]).not.toContain("TRANSPORT");
				expect(lines.slice(6, 18).join("")).toBe("");
			});
			screen.type("q");
			await screen.see("status 0");
		});

		test("filters by what is typed, and gives the terminal back on Ctrl-C", async () => {
			await using screen = start();
			await screen.see("healthy: 3 of 3 pods serving");
			screen.type("/nothing-like-it");
			await screen.see("/nothing-like-it");
			await screen.see("no pod matches the filter");
			screen.type("\x03");
			await screen.see("status 130");
			expect(screen.cursor()).toBe("shown");
		});
	},
);
