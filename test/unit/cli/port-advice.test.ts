import { expect, test } from "vitest";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import {
	refusedHint,
	withPortAdvice,
	withPortRemarks,
} from "../../../src/cli/port-advice.ts";
import { type ErrorCode, PluginError } from "../../../src/errors.ts";
import type { PodTarget } from "../../../src/kubernetes/target.ts";
import { podFrom } from "../../../src/kubernetes/targets/pod/pod-from.ts";

const address = endpointTarget("h", 1);
const pod: PodTarget = {
	...address,
	pod: podFrom({
		metadata: { namespace: "shop", name: "a" },
		spec: { containers: [{ name: "server" }, { name: "proxy" }] },
	}),
};
const remarked: PodTarget = {
	...pod,
	port: {
		kind: "chosen",
		port: 80,
		container: undefined,
		evidence: "flag",
		reason: "--port 80",
		notes: [
			{ kind: "remark", text: "no container declares port 80" },
			{ kind: "headless-target-port", service: "x", port: 1, targetPort: 2 },
		],
	},
};
const LOG =
	"its log may name its port, for --port: kubectl logs a -n shop -c server";

const failure = (code: ErrorCode) =>
	new PluginError(code, "m", { hint: ["h"], facts: { port: 80 } });

const throwing = (caught: unknown) => () => Promise.reject(caught);
const { signal } = new AbortController();

test.each([
	["connection-refused", remarked, ["no container declares port 80", "h", LOG]],
	["connection-refused", pod, ["h", LOG]],
	["not-http2", pod, ["h", "--port NAME or NUMBER names another port"]],
	["silent", pod, ["h", "--port NAME or NUMBER names another port"]],
] as const)(
	"of one pod and %s, how to name another port",
	async (code, target, hint) => {
		const open = withPortAdvice(throwing(failure(code)));
		await expect(open(target, signal)).rejects.toMatchObject({
			code,
			message: "m",
			hint,
			facts: { port: 80 },
		});
	},
);

/** Returns the hint for a refused port that the user named, of a pod that has these ports. */
function hintFor(
	asked: Partial<Extract<PodTarget["port"], { kind: "chosen" }>>,
	...ports: readonly {
		readonly name?: string;
		readonly containerPort: number;
	}[]
): string {
	return refusedHint({
		origin: "svc/users",
		pod: podFrom({
			metadata: { namespace: "shop", name: "a" },
			spec: { containers: [{ name: "server", ports }] },
		}),
		port: {
			kind: "chosen",
			port: 8080,
			container: undefined,
			evidence: "flag",
			reason: "--port 8080",
			notes: [],
			...asked,
		},
	});
}

const GRPC = { name: "grpc", containerPort: 50051 };
const METRICS = { name: "metrics", containerPort: 9090 };

test.each([
	["named grpc", "--port 50051 (port named grpc)", [METRICS, GRPC]],
	[
		"the only one",
		"--port 7000 (the only TCP port)",
		[{ containerPort: 7000 }],
	],
] as const)(
	"in place of a port that no container declares: the declared one that is %s",
	(_, hint, ports) => {
		expect(hintFor({}, ...ports)).toBe(hint);
	},
);

test("a port behind a Service's name is named there", () => {
	expect(hintFor({ reason: "svc/users:8080" }, GRPC)).toBe(
		"svc/users:50051 (port named grpc)",
	);
});

test.each([
	["is declared", { port: 9090, reason: "--port 9090" }, [METRICS, GRPC]],
	[
		"is one of a Service",
		{ reason: "--port 80: port 80 of Service users" },
		[GRPC],
	],
	["nobody named", { evidence: "only-port" }, [GRPC]],
	[
		"could be one of several",
		{},
		[{ containerPort: 7000 }, { containerPort: 7001 }],
	],
	["stands alone", {}, []],
] as const)(
	"no other port is known to be meant if it %s",
	(_, asked, ports) => {
		expect(hintFor(asked, ...ports)).toBe(
			"its log may name its port, for --port: kubectl logs a -n shop",
		);
	},
);

test.each(["not-http2", "silent"] as const)(
	"%s on a port that no container declares: the declared one too",
	async (code) => {
		const { containers } = podFrom({
			spec: { containers: [{ name: "server", ports: [GRPC] }] },
		});
		const open = withPortAdvice(throwing(failure(code)));
		await expect(
			open({ ...remarked, pod: { ...remarked.pod, containers } }, signal),
		).rejects.toMatchObject({
			hint: [
				"no container declares port 80",
				"h",
				"--port 50051 (port named grpc)",
			],
		});
	},
);

test.each([
	["h", ["h", "name another port: h:PORT"]],
	[
		"localhost",
		[
			"h",
			"name another port: localhost:PORT",
			"a pod needs no port-forward: name it, or its deploy/NAME, in place of localhost:1",
		],
	],
	[
		"::1",
		[
			"h",
			"name another port: [::1]:PORT",
			"a pod needs no port-forward: name it, or its deploy/NAME, in place of [::1]:1",
		],
	],
])(
	"of the address %s, another port, and on this machine that a pod needs no port-forward",
	async (host, hint) => {
		const open = withPortAdvice(throwing(failure("connection-refused")));
		await expect(open(endpointTarget(host, 1), signal)).rejects.toMatchObject({
			hint,
		});
	},
);

test("of an address that does not speak HTTP/2, another port", async () => {
	const open = withPortAdvice(throwing(failure("not-http2")));
	const local = endpointTarget("localhost", 1);
	await expect(open(local, signal)).rejects.toMatchObject({
		hint: ["h", "name another port: localhost:PORT"],
	});
});

test("of several pods, what is known of the port and nothing of the one pod", async () => {
	const open = withPortRemarks(throwing(failure("connection-refused")));
	await expect(open(remarked, signal)).rejects.toMatchObject({
		hint: ["no container declares port 80", "h"],
	});
});

test.each([
	["is not of the port", failure("tunnel-cut"), remarked],
	["is no error of the plugin", new Error("m"), remarked],
])("what %s is left as it is", async (_, caught, target) => {
	for (const wrap of [withPortAdvice, withPortRemarks])
		await expect(wrap(throwing(caught))(target, signal)).rejects.toBe(caught);
});
