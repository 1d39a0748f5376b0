// An exec plugin that asks on the terminal gets it plainly, and nothing of ours writes over its questions or reads their answers.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { NPM_PLUGIN_IN_SHELL } from "./harness/plugin.ts";

let cluster: TestCluster;
const plugins = temporaryFolder(afterAll);

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(deployment("users", { replicas: 2 }));
	await cluster.ready("users", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

/** Asks, and goes on when the answer is right. It takes so long that progress would be shown between the parts of the question. */
const ASK = `printf 'Pass' >&2; sleep 0.8; printf 'word: ' >&2; read -r word || exit 1
[ "$word" = hunter2 ] || { echo denied >&2; exit 1; }`;
/** A failed renewal is followed by a pause, and a busy machine takes longer than vitest's second. */
const PATIENCE = { timeout: 15_000 };
const CTRL_C = "\x03";

type Plugin = {
	/** What the plugin does before it prints its first credential, and each later one: lines of shell. */
	readonly first?: string;
	readonly renewal?: string;
	readonly interactiveMode?: "Never" | "IfAvailable" | "Always";
};

/** Writes a plugin whose first credential ends when the clock of our process is set an hour on. */
function writePlugin({
	first = "",
	renewal = "",
	interactiveMode = "IfAvailable",
}: Plugin) {
	const folder = mkdtempSync(join(plugins, "plugin-"));
	const path = (name: string) => join(folder, name);
	const apiVersion = "client.authentication.k8s.io/v1";
	const credential = (minutes: number) => ({
		apiVersion,
		kind: "ExecCredential",
		status: {
			...adminStatus(),
			expirationTimestamp: new Date(
				Date.now() + minutes * 60_000,
			).toISOString(),
		},
	});
	writeFileSync(path("first.json"), JSON.stringify(credential(30)));
	writeFileSync(path("later.json"), JSON.stringify(credential(1_000)));
	const script = `#!/bin/sh
cd '${folder}'
echo run >> runs
if [ -e set ]; then
${renewal}
cat later.json
else
${first}
cat first.json
fi
`;
	writeFileSync(path("plugin"), script, { mode: 0o700 });
	const exec = { apiVersion, command: path("plugin"), interactiveMode };
	const users = [{ name: "asked", user: { exec } }];
	writeFileSync(path("config"), JSON.stringify({ users }));
	writeFileSync(
		path("clock.mjs"),
		`import { existsSync } from "node:fs"; const { now } = Date; Date.now = () => now() + (existsSync(${JSON.stringify(path("set"))}) ? 3_600_000 : 0);`,
	);
	return {
		path,
		runs: () => readFileSync(path("runs"), "utf8").split("\n").length - 1,
		start: (args: string) =>
			startInTerminal(
				`trap : INT; NODE_OPTIONS=--import=${path("clock.mjs")} KUBECONFIG=${path("config")}:${cluster.kubeconfig} ${NPM_PLUGIN_IN_SHELL} --user asked -n ${cluster.namespace} ${args}; echo "status $?"`,
				{ columns: 100, rows: 24 },
			),
		/** Ends the first credential, and makes our process need one by the end of a pod. */
		async expire() {
			const [pod = ""] = await cluster.ready("users", 2);
			writeFileSync(path("set"), "");
			await cluster.remove(
				{ apiVersion: "v1", kind: "Pod", metadata: { name: pod } },
				{ graceSeconds: 0 },
			);
		},
	};
}

/** The credential of the admin's kubeconfig, as a plugin prints it. */
function adminStatus(): object {
	const { users } = JSON.parse(readFileSync(cluster.kubeconfig, "utf8"));
	const { user } = users.find(({ name }: { name: string }) => name === "admin");
	const pem = (name: string) => Buffer.from(user[name], "base64").toString();
	return user.token === undefined
		? {
				clientCertificateData: pem("client-certificate-data"),
				clientKeyData: pem("client-key-data"),
			}
		: { token: user.token };
}

const HEALTHY = "healthy: 2 of 2 pods serving";
const LIVE = "health deploy/users --watch";

describe.skipIf(process.platform === "win32")(
	"an exec plugin that asks",
	() => {
		test.concurrent.each([
			"health deploy/users",
			"list deploy/users",
			"call deploy/users user.UserService/ListUsers",
			"health deploy/users -o json | tail -1",
			"call deploy/users user.UserService/ListUsers --all-pods",
		])(
			"is answered before %s, whose progress does not touch its question",
			async (args) => {
				await using screen = writePlugin({ first: ASK }).start(args);
				await screen.see("Password: ");
				screen.type("hunter2\r");
				await screen.see("status 0");
				expect(screen.lines()[0]).toBe("Password: hunter2");
			},
		);

		test.concurrent.each([
			[LIVE, HEALTHY],
			["call deploy/users user.UserService/ListUsers --ui", "ended OK"],
		])(
			"is answered before the live screen of %s begins",
			async (args, ready) => {
				await using screen = writePlugin({ first: ASK }).start(args);
				await screen.see("Password: ");
				screen.type("hunter2\r");
				await screen.see(ready);
				expect(screen.buffer()).toBe("alternate");
				screen.type("q");
				await screen.see("status 0");
				expect(screen.lines()[0]).toBe("Password: hunter2");
				expect(screen.alternations()).toEqual({ begun: 1, left: 1 });
			},
		);

		test.concurrent("ends with us on Ctrl-C, which is no failure to tell", async () => {
			await using screen = writePlugin({ first: ASK }).start(
				"list deploy/users",
			);
			await screen.see("Password: ");
			screen.type(CTRL_C);
			await screen.see("status 130");
			expect(screen.lines().filter((line) => line !== "")).toEqual([
				"Password: ^Cstatus 130",
			]);
		});

		// Each of these ends a pod.
		test.each(["IfAvailable", "Always"] as const)(
			"has the terminal of a live screen while it renews a credential: %s",
			async (interactiveMode) => {
				const plugin = writePlugin({ renewal: ASK, interactiveMode });
				await using screen = plugin.start(LIVE);
				await screen.see(HEALTHY);
				expect(plugin.runs()).toBe(1);
				await plugin.expire();
				await screen.see("Password: ");
				expect(screen.buffer()).toBe("normal");
				expect(screen.cursor()).toBe("shown");
				screen.type("hunter2\r");
				await screen.see(HEALTHY);
				expect(screen.buffer()).toBe("alternate");
				expect(screen.cursor()).toBe("hidden");
				expect(plugin.runs()).toBe(2);
				screen.type("q");
				await screen.see("status 0");
				expect(screen.lines()[0]).toBe("Password: hunter2");
				expect(screen.alternations()).toEqual({ begun: 2, left: 2 });
			},
		);

		test("is asked again where the answer was wrong, and the watch goes on meanwhile", async () => {
			const plugin = writePlugin({ renewal: ASK });
			await using screen = plugin.start(LIVE);
			await screen.see(HEALTHY);
			await plugin.expire();
			await screen.see("Password: ");
			screen.type("wrong\r");
			await screen.show((lines) =>
				expect(lines.join("\n")).toMatch(/denied[\s\S]*Password: $/m),
			);
			screen.type("hunter2\r");
			await screen.see(HEALTHY);
			screen.type("q");
			await screen.see("status 0");
		});

		test("that says nothing leaves a live screen where it is, and keys wait for its end", async () => {
			const plugin = writePlugin({
				renewal: "until [ -e typed ]; do sleep 0.05; done",
			});
			await using screen = plugin.start(LIVE);
			await screen.see(HEALTHY);
			await plugin.expire();
			await expect.poll(plugin.runs, PATIENCE).toBe(2);
			screen.type("\r\r/nothing");
			writeFileSync(plugin.path("typed"), "");
			await screen.see("no pod matches the filter");
			await screen.show((lines) => {
				expect(lines[2]).toMatch(/^ {2}POD +READY/);
				expect(lines.slice(4, 18).join("")).toBe("");
			});
			expect(screen.alternations()).toEqual({ begun: 1, left: 0 });
			screen.type(CTRL_C);
			await screen.see("status 130");
		});

		test("that fails to renew a credential is asked again, and does not end the watch", async () => {
			const plugin = writePlugin({
				renewal:
					"[ -e failed ] || { : > failed; echo no network >&2; exit 1; }",
			});
			await using screen = plugin.start(LIVE);
			await screen.see(HEALTHY);
			await plugin.expire();
			await expect.poll(plugin.runs, PATIENCE).toBe(3);
			await screen.see(HEALTHY);
			screen.type("q");
			await screen.see("status 0");
			expect(screen.lines()).toContain("no network");
		});

		const waiting = "sleep 60";
		test.each<[string, Plugin, number, string]>([
			["before a live screen", { first: ASK }, 0, "Password: ^Cstatus 130"],
			["during a live screen", { renewal: ASK }, 1, "Password: ^C"],
			["while it says nothing", { renewal: waiting }, 1, "POD "],
		])(
			"ends with us on Ctrl-C, and the terminal is as before: %s",
			async (_when, asking, screens, first) => {
				const plugin = writePlugin(asking);
				await using screen = plugin.start(LIVE);
				if (asking.renewal !== undefined) {
					await screen.see(HEALTHY);
					await plugin.expire();
				}
				if (asking.renewal === waiting)
					await expect.poll(plugin.runs, PATIENCE).toBe(2);
				else await screen.see("Password: ");
				screen.type(CTRL_C);
				await screen.see("status 130");
				expect(screen.buffer()).toBe("normal");
				expect(screen.cursor()).toBe("shown");
				expect(screen.alternations()).toEqual({
					begun: screens,
					left: screens,
				});
				expect(screen.lines()[0]).toContain(first);
			},
		);
	},
);
