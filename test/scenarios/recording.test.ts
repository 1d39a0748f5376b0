import { execFileSync } from "node:child_process";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import type { HealthChange } from "../../src/commands/health/health-change.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, service } from "./harness/manifests.ts";
import { hasControls, startPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("watched"),
		deployment("users", { replicas: 2 }),
		service("users", "users", { ports: [{ port: 80, targetPort: "grpc" }] }),
		deployment("hostile", {
			env: { HEALTH_HOSTILE: "escapes", HEALTH_WATCH: "unimplemented" },
		}),
	);
	for (const app of ["watched", "hostile"]) await cluster.ready(app);
	await cluster.ready("users", 2);
	await cluster.endpoints("users", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

/** Returns a line of a watch without its time, which differs in a replay. */
function change(line: string) {
	const { time: _, ...rest } = parseResult<HealthChange>("HealthChange", line);
	return rest;
}

test("a recorded watch is shown again without a cluster, change by change", async () => {
	const file = join(folder, "watch.jsonl");
	const [pod = ""] = await cluster.ready("watched");
	const watch = cluster.start([
		...["health", "deploy/watched", "--watch", "-o", "json"],
		...["--record", file],
	]);
	onTestFinished(() => watch[Symbol.asyncDispose]());
	await watch.line((line) => line.includes('"to":"SERVING"'));
	await cluster.setHealth(pod, "", "NOT_SERVING");
	await watch.line((line) => line.includes('"to":"NOT_SERVING"'));
	watch.signal("SIGINT");
	await watch.finished;
	const replayed = await cluster.run([
		...["health", "--replay", file, "--watch", "-o", "json"],
		...["--kubeconfig", "/nonexistent"],
	]);
	expect(replayed.stdout.trimEnd().split("\n").map(change)).toEqual(
		watch.lines().map(change),
	);
	expect(replayed).toMatchObject({ stderr: "", status: 4 });
});

test("a recording holds no request header", async () => {
	const file = join(folder, "headers.jsonl");
	const { status } = await cluster.run([
		...["health", "deploy/watched", "-H", "authorization: Bearer s3cr3t"],
		...["--record", file],
	]);
	expect([0, 4]).toContain(status);
	const recording = await readFile(file, "utf8");
	expect(recording).toContain('"answer"');
	expect(recording).not.toContain("s3cr3t");
});

test("a server's escapes reach neither the lines of a watch nor those of its replay", async () => {
	const file = join(folder, "hostile.jsonl");
	const watch = cluster.start([
		...["health", "deploy/hostile", "--watch", "--record", file],
	]);
	onTestFinished(() => watch[Symbol.asyncDispose]());
	const line = await watch.line((one) => one.includes("INTERNAL"));
	expect(line).toContain("\\x1b]0;owned\\x07");
	watch.signal("SIGINT");
	const { stdout } = await watch.finished;
	const replayed = await cluster.run([
		...["health", "--replay", file, "--watch"],
		...["--kubeconfig", "/nonexistent"],
	]);
	expect(replayed.stdout).toContain("\\x1b]0;owned\\x07");
	expect(hasControls(stdout + replayed.stdout)).toBe(false);
});

const ADA = ["-d", '{"id": "42"}'];
const NOBODY = ["-d", '{"id": "n0b0dy"}'];
const SECRET = ["-H", "authorization: Bearer s3cr3t", "-H", "x-note: n0t3d"];
const USERS = "deploy/users";
const GET_USER = "user.UserService/GetUser";

/** Runs a line with --record, then replays the recording without a cluster. */
async function twice(
	name: string,
	recorded: readonly string[],
	replayed: readonly string[],
) {
	const file = join(folder, `${name}.jsonl`);
	const then = await cluster.run([...recorded, "--record", file]);
	const again = await cluster.run([
		...[...replayed, "--replay", file],
		...["--kubeconfig", "/nonexistent"],
	]);
	return { then, again, recording: await readFile(file, "utf8") };
}

describe("what a pod serves is shown again without a cluster", () => {
	test.each<[string, readonly string[], readonly string[]]>([
		["list", [USERS], []],
		["list", [USERS, "-o", "json"], ["-o", "json"]],
		["list", [USERS, "user.UserService"], ["user.UserService"]],
		["list", [], []],
		["list", ["-o", "json"], ["-o", "json"]],
		["describe", [USERS], []],
		[
			"describe",
			[USERS, "user.User", "--template"],
			["user.User", "--template"],
		],
		["describe", [USERS, "user.Usr"], ["user.Usr"]],
	])("%s %j", async (command, recorded, replayed) => {
		const { then, again } = await twice(
			`${command}-${recorded.join("-").replaceAll("/", "-")}`,
			[command, ...recorded],
			[command, ...replayed],
		);
		expect(again).toEqual(then);
		expect(then.stdout + then.stderr).not.toBe("");
	});

	test("another question is answered from the same recording, or refused with a suggestion", async () => {
		const recorded = ["list", USERS];
		const described = ["describe", "user.User", "-o", "name"];
		const { again } = await twice("asked", recorded, described);
		expect(again).toMatchObject({ stdout: "user.User\n", status: 0 });
		const unknown = await twice("unknown", recorded, ["describe", "user.Usr"]);
		expect(unknown.again.stderr).toContain("did you mean user.User?");
		expect(unknown.again.status).toBe(1);
	});
});

test.each(["health", "list", "describe", "diff"])(
	"%s that finds no target fails again with the same words",
	async (command) => {
		const line = [command, "deploy/nobody"];
		const { then, again } = await twice(`${command}-nobody`, line, [command]);
		expect(then.stderr).toContain('"nobody" not found');
		expect(again).toEqual(then);
	},
);

describe("a call is shown again without a cluster", () => {
	test.each<[string, readonly string[], readonly string[], number]>([
		["unary", [USERS, GET_USER, ...ADA], [], 0],
		["sections", [USERS, GET_USER, ...ADA, ...SECRET, "-vv"], ["-vv"], 0],
		["whole", [USERS, GET_USER, ...ADA, "-o", "json"], ["-o", "json"], 0],
		["stream", [USERS, "ListUsers"], [], 0],
		["limited", [USERS, "ListUsers", "--limit", "2"], [], 0],
		["failed", [USERS, GET_USER, ...NOBODY], [], 69],
		["via", ["svc/users", GET_USER, ...ADA, "--via=service"], [], 0],
		["shared", [USERS, GET_USER, ...ADA, "--via=service", "--repeat=3"], [], 0],
		["misspelt", [USERS, "user.UserService/GetUsr"], [], 1],
		["unreachable", ["127.0.0.1:1", GET_USER], [], 2],
		[
			"all",
			[USERS, GET_USER, ...ADA, "--all-pods", "-o", "json"],
			["-o", "json"],
			0,
		],
		["none", [USERS, GET_USER, ...NOBODY, "--all-pods"], [], 69],
		[
			"repeated",
			[USERS, GET_USER, ...ADA, "--repeat", "9", "--all-pods"],
			[],
			0,
		],
		[
			"counted",
			[USERS, GET_USER, ...ADA, "--repeat", "9", "-o", "json"],
			["-o", "json"],
			0,
		],
	])("%s", async (name, recorded, replayed, status) => {
		const { then, again, recording } = await twice(
			`call-${name}`,
			["call", ...recorded, "--record-payloads"],
			["call", ...replayed],
		);
		expect(again.stdout).toBe(then.stdout);
		expect([then.status, again.status]).toEqual([status, status]);
		expect(again.stderr.split("\n").at(-2)).toBe(
			name === "counted" ? undefined : then.stderr.split("\n").at(-2),
		);
		expect(recording).not.toContain("s3cr3t");
	});
});

test.each<[string, readonly string[]]>([
	["one", []],
	["many", ["--repeat=3"]],
])("the way through a Service is told again, of %s", async (name, flags) => {
	const { then, again } = await twice(
		`route-${name}`,
		["call", USERS, GET_USER, ...ADA, "--via=service", ...flags],
		["call"],
	);
	const told = (stderr: string) =>
		stderr.split("\n").filter((line) => /^svc\/|^via service/.test(line));
	expect(told(then.stderr)).toHaveLength(2);
	expect(told(again.stderr)).toEqual(told(then.stderr));
	expect(again.stderr).not.toMatch(/^pod /m);
});

test("a recording stores a schema once that several pods share", async () => {
	const line = ["call", USERS, GET_USER, ...ADA, "--all-pods"];
	const { recording } = await twice("common", line, ["call"]);
	expect(recording.match(/"kind":"called"/g)).toHaveLength(2);
	expect(recording.match(/"files":/g)).toHaveLength(1);
});

test("the suggestion for an unknown service is the same in a replay", async () => {
	const proto = join(folder, "old.proto");
	await writeFile(
		proto,
		`syntax = "proto3"; package user; message M {}
		service UsersService { rpc GetUser(M) returns (M); }`,
	);
	const { then, again } = await twice(
		"instead",
		["call", USERS, "user.UsersService/GetUser", "--proto", proto],
		["call"],
	);
	const instead = "did you mean user.UserService?";
	expect(then.stderr).toContain(instead);
	expect(again.stderr).toContain(instead);
	expect([then.status, again.status]).toEqual([76, 76]);
});

describe("without --record-payloads", () => {
	test.each<[string, readonly string[], readonly string[]]>([
		["one", [USERS, "ListUsers", ...SECRET], ["Barbara", "n0t3d"]],
		["failure", [USERS, GET_USER, ...NOBODY, ...SECRET], ["n0b0dy", "n0t3d"]],
		[
			"all",
			[USERS, "ListUsers", "--all-pods", ...SECRET],
			["Barbara", "n0t3d"],
		],
		["many", [USERS, GET_USER, ...NOBODY, "--repeat", "3"], ["n0b0dy"]],
		["bad input", [USERS, GET_USER, "-d", '{"n0b0dy": 1}'], ["n0b0dy"]],
	])(
		"no message, header value or secret is recorded of %s",
		async (name, line, words) => {
			const { again, recording } = await twice(
				`bare-${name}`,
				["call", ...line],
				["call"],
			);
			for (const word of [...words, "s3cr3t"])
				expect(recording.includes(word)).toBe(false);
			expect(again.stderr).not.toContain("this is a bug");
		},
	);

	test("a replay shows the size of each response, and stderr says so once", async () => {
		const { then, again } = await twice(
			"sizes",
			["call", USERS, "ListUsers"],
			["call"],
		);
		expect(then.stdout).toContain("Ada");
		expect(
			again.stdout.match(/"@not-recorded": "\d+ bytes, [0-9a-f]{8}"/g),
		).toHaveLength(3);
		expect(again.stderr.match(/no payloads/g)).toHaveLength(1);
		expect(again.status).toBe(0);
	});

	test("a replay still knows which pods gave the same answer", async () => {
		const [pod = ""] = await cluster.ready("users", 2);
		await cluster.createUser(pod, "Odd");
		const { then, again } = await twice(
			"odd",
			["call", USERS, "ListUsers", "--all-pods"],
			["call"],
		);
		const verdict = "2 different answers from 2 pods";
		expect(then.stdout).toContain(verdict);
		expect(again.stdout).toContain(verdict);
	});
});

test.each([
	[["call", "--replay", "f", USERS, GET_USER], "leave out the target"],
	[["call", "--replay", "f", "-d", "{}"], "asks nothing: leave out --data"],
	[
		["call", "--replay", "f", "--max-time=1s", "-l", "app=users", "--proto=a"],
		"leave out --max-time, --selector and --proto",
	],
	[["call", "--replay", "f", "--record", "g"], "choose one"],
	[["list", "--replay", "f", "--record", "g"], "choose one"],
	[["describe", "--replay", "f", USERS], "leave out the target"],
	[["list", "--replay", "f", "--proto", "x.proto"], "leave out --proto"],
])("%j is refused", async (args, says) => {
	const { stderr, status } = await cluster.run(args);
	expect(stderr).toContain(says);
	expect(status).toBe(1);
});

test.skipIf(process.platform === "win32")(
	"a signal ends a run that waits for a pipe to which nothing is written",
	async () => {
		const pipe = join(folder, "pipe");
		execFileSync("mkfifo", [pipe]);
		await using run = startPlugin(["health", "--replay", pipe], {});
		// Opens once the run has, which then waits for what is written.
		const writer = await open(pipe, "w");
		try {
			run.signal("SIGINT");
			expect(await run.finished).toEqual({
				stdout: "",
				stderr: "",
				status: 130,
			});
		} finally {
			await writer.close();
		}
	},
);
