// These tests stop the API server. On a real cluster it is the one of all tests.
import { afterAll, beforeAll, onTestFinished, test } from "vitest";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { documentedRights } from "./harness/documented-role.ts";
import { change, follow } from "./harness/follow.ts";
import { deployment } from "./harness/manifests.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("watched", { replicas: 2 }),
		...(await documentedRights("jane")),
	);
	await cluster.ready("watched", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

test("a watch survives a restart of the API server and goes on afterwards", async () => {
	const [first = ""] = await cluster.ready("watched", 2);
	const watch = follow(cluster, "deploy/watched");
	await change(watch, { pod: first, about: "health", to: "SERVING" });
	await cluster.stopApiServer();
	try {
		await change(watch, {
			pod: first,
			about: "connection",
			to: "UNREACHABLE",
		});
	} finally {
		await cluster.startApiServer();
	}
	const before = watch
		.lines()
		.findIndex((line) => line.includes('"to":"UNREACHABLE"'));
	await watch.line(
		(line) =>
			watch.lines().indexOf(line) > before &&
			line.includes('"to":"SERVING"') &&
			line.includes(first),
	);
});

test("rights that the API server has not read again after its start do not end --watch", async () => {
	const [first = ""] = await cluster.ready("watched", 2);
	const watch = cluster.start(["health", "deploy/watched", "--watch"], "jane");
	onTestFinished(() => watch[Symbol.asyncDispose]());
	await watch.line((line) => line.includes(first) && line.endsWith("SERVING"));
	await cluster.stopApiServer();
	onTestFinished(() => cluster.startApiServer().catch(() => undefined));
	await watch.line((line) => line.includes("UNREACHABLE"));
	const before = watch.lines().length;
	await cluster.startApiServer();
	await watch.line(
		(line) => line.includes(first) && line.includes("SERVING"),
		before,
	);
});
