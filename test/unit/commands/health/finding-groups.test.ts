import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodReport } from "../../../../src/commands/health/report.ts";
import { findingsOf } from "../../../../src/commands/health/views/table.ts";
import type { PortChoice } from "../../../../src/kubernetes/target.ts";
import { layOutFindings } from "../../../../src/render/findings.ts";
import { type Page, printLines } from "../../../../src/render/page.ts";
import { shortenPodName } from "../../../../src/render/prose.ts";
import {
	CHOSEN,
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	PROBE_OF_9090,
	reportOf,
	SERVING,
	type Seen,
	TCP_PROBE,
	target,
	tls,
	unreachable,
} from "./build.ts";

const PIPE: Page = { kind: "pipe", colour: "plain" };

const printed = (pods: readonly PodReport[]): string =>
	printLines(layOutFindings(findingsOf({ pods }), PIPE), PIPE);

const none = (hint: string): PortChoice => ({
	kind: "none",
	reason: "no port named grpc",
	hint,
});

test("pods that lack a port and have others of their own are told of each by itself", () => {
	const { pods } = reportOf([
		[
			target("hsc2s", { port: none("the pod declares no TCP ports") }),
			undefined,
		],
		[target("r84bt", { port: none("ports of the pod: http (80)") }), undefined],
		[
			target("vp2lw", { port: none("the pod declares no TCP ports") }),
			undefined,
		],
	]);
	expect(printed(pods)).toBe(
		[
			"KG115 error  …-hsc2s and …-vp2lw, each: no port named grpc.",
			"             fix: the pod declares no TCP ports",
			"KG115 error  …-r84bt: no port named grpc.",
			"             fix: ports of the pod: http (80)",
			"",
		].join("\n"),
	);
});

test("pods that are told to look at themselves, or their nodes, are told once", () => {
	const away = unreachable("tunnel-failed", "no route");
	const { pods } = reportOf([
		[target("hsc2s"), away],
		[target("r84bt", { node: "node-2" }), away],
	]);
	expect(printed(pods)).toBe(
		[
			"KG119 error  …-hsc2s and …-r84bt, each: no route.",
			"             fix: kubectl describe pod user-service-7f98d6c569-hsc2s -n shop; kubectl get node node-1",
			"",
		].join("\n"),
	);
});

const seen: fc.Arbitrary<Seen | undefined> = fc.constantFrom(
	undefined,
	{ answers: { "": SERVING } },
	{ answers: { "": NOT_SERVING } },
	{ answers: { "": SERVING }, transport: tls({ daysLeft: 3 }) },
	{ answers: { "": failed("UNIMPLEMENTED") } },
	{ answers: { "": failed("UNAUTHENTICATED", "no token") } },
	unreachable("connection-refused"),
	unreachable("silent"),
	unreachable("tunnel-failed"),
	{ failure: { code: "silent", message: "no", hint: ["it may hang"] } },
	{ failure: { code: "not-http2", message: "no", hint: ["try --tls"] } },
);

const port: fc.Arbitrary<PortChoice> = fc.constantFrom(
	CHOSEN,
	{ ...CHOSEN, reason: "the only TCP port" },
	none("the pod declares no TCP ports"),
	none("ports of the pod: http (80)"),
);

const pods = fc
	.uniqueArray(
		fc.record({
			suffix: fc.stringMatching(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/),
			node: fc.constantFrom("node-1", "node-2", undefined),
			ready: fc.constantFrom("ready", "not-ready"),
			readiness: fc.constantFrom(GRPC_PROBE, TCP_PROBE, PROBE_OF_9090),
			unreachable: fc.constantFrom(undefined, undefined, "Pending: no node"),
			port,
			seen,
		}),
		// At most so many pods are named; of the rest only the number is printed.
		{ selector: ({ suffix }) => suffix, minLength: 1, maxLength: 4 },
	)
	.map((all) =>
		reportOf(
			all.map(({ suffix, seen, ...pod }) => [target(suffix, pod), seen]),
		),
	);

/** Returns a fix without the parts that differ from pod to pod. */
const general = (
	fix: string,
	{ pods }: { readonly pods: readonly PodReport[] },
) =>
	pods
		.flatMap(({ name, node }) => (node === null ? [name] : [name, node]))
		.reduce((text, word) => text.replaceAll(word, "…"), fix);

test("what is said of several pods at once is true of each, and nothing is left unsaid", () => {
	fc.assert(
		fc.property(pods, (report) => {
			const blocks = [
				...printed(report.pods).matchAll(
					/^(KG\d+) (\w+) +(.*?): (.*)\n +fix: (.*)$/gm,
				),
			].map(([, code, severity, subjects = "", message, fix = ""]) =>
				(subjects.match(/…-\w{5}/g) ?? []).map((subject) => ({
					subject,
					finding: { code, severity, message, fix: general(fix, report) },
				})),
			);
			const said = blocks.flat();
			const held = report.pods.flatMap(({ name, findings }) =>
				findings.map((finding) => ({
					subject: shortenPodName(name),
					finding: { ...finding, fix: general(finding.fix, report) },
				})),
			);
			expect(said).toHaveLength(held.length);
			expect(said).toEqual(expect.arrayContaining(held));
		}),
	);
});
