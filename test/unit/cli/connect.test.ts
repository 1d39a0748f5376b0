import { afterEach, expect, test } from "vitest";
import { openPodChannel } from "../../../src/cli/connect.ts";
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

/** Opens a channel to the pod through a tunnel that is cut at once, while the pod of this uid stands under the name. */
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
	const options = {
		transport: { kind: "plaintext" },
		authority: undefined,
		connectTimeoutMs: 5000,
	} as const;
	const { signal } = new AbortController();
	return openPodChannel(server.cluster, target, options, signal);
}

test("a pod that was made anew under the same name is gone", async () => {
	await expect(openCut("uid-2")).rejects.toMatchObject({
		code: "pod-gone",
		message: "pod shop/pod-a was replaced by another of the same name",
	});
});

test("a pod that still stands is not", async () => {
	await expect(openCut("uid-1")).rejects.toMatchObject({ code: "tunnel-cut" });
});
