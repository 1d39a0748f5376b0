import { afterEach, expect, test } from "vitest";
import {
	type ConnectOptions,
	openPodChannel,
} from "../../../src/cli/connect.ts";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import type { PodTarget } from "../../../src/kubernetes/target.ts";
import {
	type FakeApiServer,
	RUNNING_POD,
	startApiServer,
} from "../kubernetes/tunnel/fake-api-server.ts";

let server: FakeApiServer | undefined;
afterEach(() => server?.stop());

const base = endpointTarget("h", 50051);
const target: PodTarget = {
	...base,
	pod: { ...base.pod, namespace: "shop", name: "pod-a", uid: "uid-1" },
};

/** Opens a channel to the pod through a tunnel that is cut at once. The API server has a pod of this name with `uid`. */
async function openCut(uid: string): Promise<unknown> {
	const { metadata, ...pod } = RUNNING_POD;
	const body = JSON.stringify({ ...pod, metadata: { ...metadata, uid } });
	server = await startApiServer({
		forward: (tunnel) => {
			tunnel.confirm();
			tunnel.socket.terminate();
		},
		pod: () => ({ status: 200, body }),
	});
	return openWithin(5000, server);
}

function openWithin(
	connectTimeoutMs: number,
	{ cluster }: FakeApiServer,
	kind: ConnectOptions["transport"]["kind"] = "plaintext",
): Promise<unknown> {
	const tls = { verify: "report" } as const;
	const transport = kind === "plaintext" ? { kind } : { kind, tls };
	const options = { transport, authority: undefined, connectTimeoutMs };
	const { signal } = new AbortController();
	return openPodChannel(cluster, target, options, signal);
}

test("a pod that was recreated under the same name counts as gone", async () => {
	await expect(openCut("uid-2")).rejects.toMatchObject({
		code: "pod-gone",
		message: "pod shop/pod-a was replaced by another of the same name",
	});
});

test("a pod that still exists does not count as gone", async () => {
	await expect(openCut("uid-1")).rejects.toMatchObject({ code: "tunnel-cut" });
});

test.each(["plaintext", "auto"] as const)(
	"when the time is over, the error names what the tunnel waits for (%s)",
	async (kind) => {
		server = await startApiServer({ refuse: () => "never" });
		await expect(openWithin(150, server, kind)).rejects.toMatchObject({
			code: "deadline",
			message: "the port-forward to pod shop/pod-a did not start within 150ms",
		});
	},
);

test("when the time is over, the error names what refused the tunnel until then", async () => {
	const headers = { "Retry-After": "4" };
	server = await startApiServer({ refuse: () => ({ status: 429, headers }) });
	await expect(openWithin(150, server)).rejects.toMatchObject({
		code: "throttled",
	});
});
