import { expect, test } from "vitest";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import {
	EXIT_STATUS,
	exitStatusOfError,
} from "../../../src/cli/exit-status.ts";
import { chooseOnePod } from "../../../src/cli/one-pod.ts";
import { lookInto } from "../../../src/cli/pod-logs.ts";
import type { Pod } from "../../../src/kubernetes/pod.ts";
import type { PodTarget } from "../../../src/kubernetes/target.ts";
import { podFrom } from "../../../src/kubernetes/targets/pod/pod-from.ts";
import { thrownBy } from "../plugin-error.ts";

const target = (name: string, pod: Partial<Pod> = {}): PodTarget => {
	const base = endpointTarget("h", 1);
	return {
		...base,
		pod: { ...base.pod, namespace: "shop", name, ready: "ready", ...pod },
	};
};

const nameOf = (targets: readonly PodTarget[], name?: string) =>
	chooseOnePod(targets, name).pod.name;

test("the first Ready pod is chosen, not one that terminates", () => {
	const pods = [
		target("a", { ready: "not-ready" }),
		target("b", { terminating: true }),
		target("c"),
		target("d"),
	];
	expect(nameOf(pods)).toBe("c");
});

test("a pod that is not Ready is chosen when none is", () => {
	expect(
		nameOf([
			target("a", { unreachable: "Pending" }),
			target("b", { ready: "not-ready" }),
		]),
	).toBe("b");
});

test.each(["user-7f-hsc2s", "pod/user-7f-hsc2s", "hsc2s", "…-hsc2s"])(
	"the pod called %s",
	(name) => {
		expect(
			nameOf([target("user-7f-r84bt"), target("user-7f-hsc2s")], name),
		).toBe("user-7f-hsc2s");
	},
);

test("no pod of that name is an error", () => {
	expect(() => nameOf([target("a")], "b")).toThrow(
		"none of the pods is called b",
	);
});

test("of a thousand pods the hint names only some", () => {
	const pods = Array.from({ length: 1000 }, (_, at) => target(`a-${at}`));
	expect(() => nameOf(pods, "b")).toThrow(
		expect.objectContaining({
			hint: ["there are: a-0, a-1, a-2, a-3 and 996 more"],
		}),
	);
});

const portless = {
	...target("a"),
	port: { kind: "none", reason: "no TCP port", hint: "--port" },
} as const;

test.each([
	["none that runs", [target("a", { unreachable: "Pending" })], "Pending"],
	["none with a port", [portless], "no TCP port"],
])("%s is no pod that can be connected to", (_, pods, reason) => {
	const { code, message } = thrownBy(() => nameOf(pods));
	expect(message).toBe(`pod a cannot be asked (${reason})`);
	expect(exitStatusOfError(code)).toBe(EXIT_STATUS.unreachable);
});

test.each([
	["crashes", "server", "previous", "kubectl logs a -n shop --previous"],
	[
		"crashes in an init container",
		"migrate",
		"previous",
		"kubectl logs a -n shop -c migrate --previous",
	],
	["has ended", "server", "last", "kubectl logs a -n shop"],
	["has not started", undefined, "last", "kubectl describe pod a -n shop"],
] as const)(
	"of a pod that %s more is told by what there is",
	(_, name, run, hint) => {
		const away = target("a", {
			unreachable: "not running",
			ended: name && { name, run, exitCode: 1, reason: "Error" },
			containers: podFrom({ spec: { containers: [{ name: "server" }] } })
				.containers,
		});
		expect(thrownBy(() => nameOf([away])).hint).toEqual([hint]);
	},
);

const LOG = "kubectl logs a -n shop --previous";

/** Returns what to look into for a pod whose container ended in this way, and whose container has these probes. */
function lookedInto(
	end: { readonly exitCode: number; readonly reason?: string },
	probes: readonly ("startupProbe" | "livenessProbe")[],
	phase = "Running",
): string {
	const probe = { grpc: { port: 50051 } };
	const { containers } = podFrom({
		spec: {
			containers: [
				{
					name: "server",
					...Object.fromEntries(probes.map((name) => [name, probe])),
				},
			],
		},
	});
	const ended = {
		name: "server",
		run: "previous",
		reason: "Error",
		...end,
	} as const;
	return lookInto({ ...target("a").pod, containers, phase, ended });
}

test.each([
	["liveness", 137, ["livenessProbe"]],
	["startup", 143, ["startupProbe"]],
	["startup or liveness", 0, ["startupProbe", "livenessProbe"]],
	["liveness", 2, ["livenessProbe"]],
] as const)(
	"only the events say whether a %s probe ended a container, with exit code %i",
	(probe, exitCode, probes) => {
		expect(lookedInto({ exitCode }, probes)).toBe(
			`its events say whether its ${probe} probe ended it: kubectl describe pod a -n shop; its log what it did: ${LOG}`,
		);
	},
);

test.each([
	["has no such probe", lookedInto({ exitCode: 137 }, [])],
	["ended by itself", lookedInto({ exitCode: 1 }, ["livenessProbe"])],
	[
		"used too much memory",
		lookedInto({ exitCode: 137, reason: "OOMKilled" }, ["livenessProbe"]),
	],
])("of a container that %s, the log says why it ended", (_, found) => {
	expect(found).toBe(LOG);
});

test("of a pod that failed no probe is suspected, as it may have been evicted", () => {
	expect(lookedInto({ exitCode: 137 }, ["livenessProbe"], "Failed")).toBe(LOG);
});

test("of a pod whose node is lost, the node is looked into", () => {
	const lost = {
		metadata: { name: "a", namespace: "shop" },
		spec: { nodeName: "node-7", containers: [] },
		status: { phase: "Unknown", reason: "NodeLost" },
	};
	expect(lookInto(podFrom(lost))).toBe("kubectl describe node node-7");
});
