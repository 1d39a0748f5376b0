import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { PLUGIN_IN_SHELL } from "./harness/plugin.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("users"),
		deployment("flood", { env: { LIST_REPEAT: "1000000" } }),
	);
	await cluster.ready("users");
	await cluster.ready("flood");
});

afterAll(() => cluster[Symbol.asyncDispose]());

const ENTER = "\r";
const ESCAPE = "\x1b";

test("without a terminal the command says that it needs one", async () => {
	const { stderr, stdout, status } = await cluster.run([
		"call",
		"deploy/users",
		"ListUsers",
		"--ui",
	]);
	expect(stderr).toContain("--ui needs a terminal");
	expect(stdout).toBe("");
	expect(status).toBe(1);
});

describe.skipIf(process.platform === "win32")(
	"the live screen of a call",
	() => {
		const start = (
			args: string,
			{
				variables = "",
				...size
			}: {
				readonly columns?: number;
				readonly rows?: number;
				/** Set for the plugin alone: `NAME=VALUE`. */
				readonly variables?: string;
			} = {},
		) =>
			startInTerminal(
				`${variables} KUBECONFIG=${cluster.kubeconfig} ${PLUGIN_IN_SHELL} call -n ${cluster.namespace} ${args} --ui; echo "status $?"`,
				{ columns: 80, rows: 24, ...size },
			);
		const lineWith = (lines: readonly string[], text: string) =>
			lines.find((line) => line.includes(text));

		test("shows responses, one in full, and stays when the call has ended", async () => {
			await using screen = start("deploy/users user.UserService/ListUsers");
			await screen.see("ended OK");
			expect(screen.buffer()).toBe("alternate");
			await screen.see('"name":"Barbara"');
			expect(lineWith(screen.lines(), "Barbara")).toMatch(/^› .*3 {2}\{"id"/);
			screen.type("k");
			await screen.see("2 of 3");
			screen.type(ENTER);
			await screen.see('  "name": "Grace"');
			screen.type(ESCAPE);
			await screen.see('"name":"Ada"');
			screen.type("q");
			await screen.see("status 0");
			expect(screen.buffer()).toBe("normal");
			expect(screen.cursor()).toBe("shown");
			expect(screen.lines().join("\n")).toContain(
				"3 responses to 1 request in",
			);
		});

		test("shows a recording of a call, without a cluster", async () => {
			const file = join(folder, "call.jsonl");
			const line = ["call", "deploy/users", "ListUsers", "--record-payloads"];
			await cluster.run([...line, "--record", file]);
			await using screen = start(`--replay ${file} --kubeconfig /nonexistent`);
			await screen.see("ended OK");
			await screen.see('"name":"Barbara"');
			screen.type("q");
			await screen.see("status 0");
			expect(screen.lines().join("\n")).toContain(
				"3 responses to 1 request in",
			);
		});

		test("a call that was left early can be shown again", async () => {
			const file = join(folder, "left.jsonl");
			const watch = "deploy/users grpc.health.v1.Health/Watch";
			await using screen = start(`${watch} --record-payloads --record ${file}`);
			await screen.see("SERVING");
			screen.type("q");
			await screen.see("status 0");
			const { stdout, stderr, status } = await cluster.run([
				...["call", "--replay", file, "--kubeconfig", "/nonexistent"],
			]);
			expect(JSON.parse(stdout)).toEqual({ status: "SERVING" });
			expect(stderr).not.toContain("error");
			expect(status).toBe(130);
		});

		test("follows a stream, stops the view and goes on, and cancels on q", async () => {
			const [pod = ""] = await cluster.ready("users");
			await using screen = start("deploy/users grpc.health.v1.Health/Watch");
			await screen.see('"status":"SERVING"');
			await screen.see("half-closed");
			await cluster.setHealth(pod, "", "NOT_SERVING");
			await screen.see('"status":"NOT_SERVING"');
			screen.type(" ");
			await screen.see("paused");
			await cluster.setHealth(pod, "", "SERVING");
			await screen.see("paused, 1 more");
			expect(
				screen.lines().filter((line) => line.includes("status")),
			).toHaveLength(2);
			screen.type("p");
			await screen.see("following");
			await screen.see("3 received");
			screen.type("q");
			await screen.see("status 0");
			expect(screen.lines().join("\n")).toMatch(
				/3 responses .*, then cancelled/,
			);
		});

		test("sends what is typed, says what is wrong with it, and half-closes", async () => {
			await using screen = start(
				`deploy/users grpc.reflection.v1.ServerReflection/ServerReflectionInfo -d '{"listServices": "*"}'`,
			);
			await screen.see("1 received   1 sent");
			await screen.see("open");
			screen.type('i{"listService": "*"}');
			await screen.see('> {"listService": "*"}');
			screen.type(ENTER);
			await screen.see("ServerReflectionRequest has no field");
			await screen.see('did you mean "listServices"?');
			expect(lineWith(screen.lines(), "received")).toContain("1 sent");
			screen.type("\x15");
			screen.type('{"fileContainingSymbol": "nothing.Here"}');
			screen.type(ENTER);
			await screen.see("2 received   2 sent");
			screen.type(ESCAPE);
			await screen.see("half-close");
			screen.type("e");
			await screen.see("ended OK");
			screen.type("q");
			await screen.see("status 0");
		});

		test("keeps up with a flood of responses: it can be searched, and left at once", async () => {
			await using screen = start("deploy/flood user.UserService/ListUsers");
			await screen.see("dropped");
			screen.type("g/grace");
			await screen.see("/grace");
			await screen.show((lines) =>
				expect(lineWith(lines, "›")).toMatch(/^›\*.*Grace/),
			);
			screen.type(`${ENTER}q`);
			await screen.see("then cancelled");
			await screen.see("status 0");
		});

		test("a failure stays on the screen, and the exit status is the same as without it", async () => {
			await using screen = start(
				`deploy/users user.UserService/GetUser -d '{"id": "7"}'`,
				{ columns: 40, rows: 10 },
			);
			await screen.see("ended NOT_FOUND");
			await screen.see("no user 7");
			screen.type("m");
			await screen.see("NOT_FOUND: no user 7");
			screen.resize(80, 24);
			await screen.see("user.UserService/GetUser  users-");
			await screen.see("content-type: application/grpc");
			screen.type(ESCAPE);
			// An escape with a key right behind it would be read as Alt and that key.
			await screen.see("enter open");
			screen.type("q");
			await screen.see("status 69");
			expect(screen.lines().join("\n")).toContain(
				"error: NOT_FOUND: no user 7",
			);
		});

		test("Ctrl-C restores the terminal", async () => {
			await using screen = start("deploy/users grpc.health.v1.Health/Watch");
			await screen.see("1 received");
			screen.type("\x03");
			await screen.see("status 130");
			expect(screen.buffer()).toBe("normal");
			expect(screen.cursor()).toBe("shown");
		});

		test("a wrong request is an error, and the screen is not opened", async () => {
			await using screen = start(`deploy/users GetUser -d '{"idd": "7"}'`);
			await screen.see("status 1");
			expect(screen.buffer()).toBe("normal");
			expect(screen.lines().join("\n")).toContain('has no field "idd"');
		});

		test("NO_COLOR shows the same without colour", async () => {
			await using screen = start("deploy/users ListUsers", {
				variables: "NO_COLOR=1",
			});
			await screen.see("ended OK");
			await screen.see("q quit");
			expect(screen.colouredCells()).toBe(0);
		});

		test("a dumb terminal is an error", async () => {
			await using screen = start("deploy/users ListUsers", {
				variables: "TERM=dumb",
			});
			await screen.see("TERM is dumb");
			await screen.see("status 1");
		});
	},
);
