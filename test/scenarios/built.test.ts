// Most scenarios run the command line in the test's process. Here lines of every command must print the same in what people
// install: the executable on the real cluster, npm's file on the sandbox.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finished } from "../in-process.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, service } from "./harness/manifests.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("users"),
		service("users", "users", { ports: [{ port: 80, targetPort: "grpc" }] }),
	);
	await cluster.ready("users");
	await cluster.endpoints("users", 1);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = ["user.UserService/GetUser", "-d", '{"id": "42"}'];
const LIST_USERS = ["user.UserService/ListUsers", "-d", '{"page_size": 2}'];

test.each(
	[
		["health", "deploy/users"],
		["health", "svc/users", "-o", "wide"],
		["health", "-o", "json"],
		["health", "deploy/users", "-o", "yaml", "--all-services"],
		["health", "deploy/users", "-o", "junit", "--service", "user.UserServise"],
		["health", "deploy/none"],
		["list", "deploy/users"],
		["list", "deploy/users", "user.UserService", "-o", "wide"],
		["describe", "deploy/users", "user.UserService"],
		["describe", "deploy/users", "user.User", "--template"],
		["describe", "deploy/users", "user.Usr"],
		["diff", "deploy/users", "svc/users"],
		["diff", "deploy/users", "svc/users", "-o", "json"],
		["call", "deploy/users", ...GET_USER],
		["call", "deploy/users", ...GET_USER, "-v"],
		["call", "deploy/users", ...GET_USER, "--format", "text", "-vv"],
		["call", "deploy/users", ...GET_USER, "--all-pods", "-o", "json"],
		["call", "svc/users", ...GET_USER, "--via", "service", "--repeat", "3"],
		["call", "deploy/users", ...LIST_USERS, "--limit", "1"],
		["call", "deploy/users", "user.UserService/GetUsr"],
		["explain", "KG101"],
		["helth", "deploy/users"],
		["call", "--help"],
	].map((args) => ({ args, line: args.join(" ") })),
)("$line", async ({ args }) => {
	const here = await cluster.run(args);
	const built = await cluster.start(args).finished;
	expect(timeless(built)).toEqual(timeless(here));
});

/** Returns the output of a run without its times, and without the column widths that depend on them. */
function timeless({ stdout, stderr, status }: Finished) {
	const bare = (text: string) =>
		text
			.replace(/\b(\d+[dhm])*[\d.]+ ?(ms|µs|s|m|h)\b/g, "TIME")
			.replace(/(?<=Ms"?: )[\d.]+/g, "0")
			.replace(/(?<=time="?)[\d.]+/g, "0")
			.replace(/[\d.,]+(?=\/s\b)/g, "0")
			.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|[\w, ]+ [\d:]+ GMT/g, "DATE")
			.replace(/ {2,}/g, " ");
	return { status, stdout: bare(stdout), stderr: bare(stderr) };
}
