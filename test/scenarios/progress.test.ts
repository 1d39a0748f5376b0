import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { PLUGIN_IN_SHELL } from "./harness/plugin.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("silent", { env: { PROTOCOL: "silent" } }),
		deployment("slow", { env: { CALL_DELAY: "3s" } }),
	);
	await cluster.ready("silent");
	await cluster.ready("slow");
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = `user.UserService/GetUser -d '{"id": "42"}'`;
const WAIT = "--connect-timeout 3s";

describe.skipIf(process.platform === "win32")(
	"on a terminal, what takes longer than half a second says what it waits for, and leaves nothing of that behind",
	() => {
		test.concurrent.each([
			[
				`call deploy/slow ${GET_USER} --repeat 2`,
				"0 of 2 calls…",
				"2 calls in",
			],
			[`list ${WAIT}`, "read 1 of 2 schemas…", "status 2"],
			[`list deploy/silent ${WAIT}`, "reading the schema…", "status 2"],
			[`describe deploy/silent ${WAIT}`, "reading the schema…", "status 2"],
			[`call deploy/silent ${GET_USER} ${WAIT}`, "connecting…", "status 2"],
			[`call deploy/slow ${GET_USER}`, "waiting for the answer…", '"Ada"'],
			[
				`call deploy/slow ${GET_USER} -o json`,
				"waiting for the answer…",
				'"Ada"',
			],
			[
				`call deploy/slow ${GET_USER} --all-pods`,
				"0 of 1 pods answered…",
				'"Ada"',
			],
		])("%s", async (args, progress, end) => {
			await using screen = startInTerminal(
				`KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} -n ${cluster.namespace} ${args}; echo "status $?"`,
				{ columns: 100, rows: 40 },
			);
			await screen.see(progress);
			await screen.see(end);
			await screen.see("status");
			expect(screen.lines().join("\n")).not.toContain(progress);
		});

		test.concurrent.each(["", " --repeat 2"])(
			"call -d -%s: it reads requests there, and how they end",
			async (flags) => {
				await using screen = startInTerminal(
					`KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} -n ${cluster.namespace} call deploy/slow user.UserService/GetUser -d -${flags}; echo "status $?"`,
					{ columns: 100, rows: 40 },
				);
				await screen.see(
					"reading requests from the terminal; Ctrl-D ends them",
				);
				screen.type('{"id": "42"}\r\u0004');
				await screen.see("status 0");
			},
		);
	},
);

test("progress is not written to a pipe", async () => {
	const { stderr } = await cluster.run([
		"describe",
		"deploy/silent",
		"--connect-timeout=1s",
	]);
	expect(stderr).toMatch(/^pod \S+\nerror: /);
});
