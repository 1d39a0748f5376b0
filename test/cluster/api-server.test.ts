// These tests stop the API server, of which all tests share one.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cluster } from "../../src/kubernetes/cluster.ts";
import { openTunnel } from "../../src/kubernetes/tunnel/open-tunnel.ts";
import { startApiServer, stopApiServer } from "./control.ts";
import {
	apply,
	createNamespace,
	deleteNamespace,
	kubectl,
	serverPod,
} from "./pods.ts";
import { closed, clusterAs, failureOf, transferOver } from "./tunnels.ts";

const namespace = "api-server";
const PODS = { plain: {}, endless: { HEALTH_HOSTILE: "endless" } };

let cluster: Cluster;

beforeAll(async () => {
	await createNamespace(namespace);
	await apply(
		...Object.entries(PODS).map(([name, environment]) =>
			serverPod({ namespace, name }, environment),
		),
	);
	await inNamespace("wait", "pods", "--all", "--for=condition=Ready");
	cluster = await clusterAs("admin");
});
afterAll(async () => {
	cluster.close();
	await deleteNamespace(namespace);
});

function inNamespace(...args: readonly string[]): Promise<string> {
	return kubectl([...args, "--namespace", namespace]);
}

const open = (pod: keyof typeof PODS) =>
	openTunnel(
		cluster,
		{ namespace, pod, port: 50051 },
		{ signal: new AbortController().signal, timeoutMs: 10_000 },
	);

it("an API server that stops is api-server-closed for all tunnels, and works again after its start", async () => {
	const streams = [await transferOver(open("endless")), await open("plain")];
	const ends = Promise.all(streams.map(closed));
	await stopApiServer();
	try {
		for (const error of await ends)
			expect(error).toMatchObject({ code: "api-server-closed" });
		expect(await failureOf(open("plain"))).toMatchObject({
			code: "api-unreachable",
		});
		await expect(inNamespace("get", "pods")).rejects.toThrow("refused");
	} finally {
		await startApiServer();
	}
	(await open("plain")).destroy();
	expect(await inNamespace("get", "pods")).toContain("plain");
});
