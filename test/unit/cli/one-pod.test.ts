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
	[
		"crashes",
		{ name: "server", run: "previous" },
		"kubectl logs a -n shop --previous",
	],
	[
		"crashes in an init container",
		{ name: "migrate", run: "previous" },
		"kubectl logs a -n shop -c migrate --previous",
	],
	["has ended", { name: "server", run: "last" }, "kubectl logs a -n shop"],
	["has not started", undefined, "kubectl describe pod a -n shop"],
] as const)(
	"of a pod that %s more is told by what there is",
	(_, ended, hint) => {
		const away = target("a", {
			unreachable: "not running",
			ended,
			containers: podFrom({ spec: { containers: [{ name: "server" }] } })
				.containers,
		});
		expect(thrownBy(() => nameOf([away])).hint).toEqual([hint]);
	},
);

test("of a pod whose node is lost, the node is looked into", () => {
	const lost = {
		metadata: { name: "a", namespace: "shop" },
		spec: { nodeName: "node-7", containers: [] },
		status: { phase: "Unknown", reason: "NodeLost" },
	};
	expect(lookInto(podFrom(lost))).toBe("kubectl describe node node-7");
});
