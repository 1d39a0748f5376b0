import { isAddress } from "../../../cli/endpoint-target.ts";
import { INVOCATION } from "../../../plugin-name.ts";
import type { JUnitCase, JUnitSuite } from "../../../render/junit.ts";
import type { CheckReport } from "../checks.ts";
import type { TargetWithoutPods } from "../facts.ts";
import { EXPECTED, lackOf } from "../lacking-text.ts";
import type { HealthReport, PodReport } from "../report.ts";
import { NO_STATUS } from "../unknown-service.ts";
import type { Waited } from "../waited.ts";

/**
 * Returns the report as a JUnit suite: one test case for each pod and service, and one for each target without pods. Pods that are
 * not expected to serve are skipped. After a wait, a case takes as long as was waited for it.
 */
export function junitSuite(report: HealthReport, waited?: Waited): JUnitSuite {
	const groups = Map.groupBy(report.pods, classNameOf);
	const cases = [...groups].flatMap(([className, pods]) => {
		const placeOf = placesOf(pods);
		return pods.flatMap((pod) =>
			pod.checks.map((check) => {
				const tested = junitCase(pod, check, className, placeOf(pod));
				const isSkipped = tested.outcome.kind === "skipped";
				return waited === undefined || isSkipped
					? tested
					: { ...tested, durationMs: durationOf(waited, pod, check) };
			}),
		);
	});
	const lacking = report.targetsWithoutPods.map((target) =>
		lackingCase(target, waited?.wholeMs ?? 0),
	);
	return {
		name: `${INVOCATION} health`,
		cases: [...cases, ...lacking],
	};
}

const durationOf = (
	{ untilServing, wholeMs }: Waited,
	pod: PodReport,
	{ service }: CheckReport,
): number => untilServing(pod, service) ?? wholeMs;

/**
 * Returns the class of a pod's test cases. CI systems know a test by its class and name (Jenkins its history, GitLab what is newly
 * failing), so neither has anything that changes with each rollout.
 */
const classNameOf = (pod: PodReport): string =>
	isAddress(pod) ? pod.name : `${pod.namespace}.${pod.origin}`;

/** Returns the class of a target that lacks something: that of its pods. Discovery, whose pods have several, names its namespace itself. */
const lackingClassName = ({ namespace, origin }: TargetWithoutPods): string =>
	namespace === undefined || origin === `namespace ${namespace}`
		? origin
		: `${namespace}.${origin}`;

/**
 * Returns how test cases name each pod of a class: by its name if that stays, as in a StatefulSet, else by a number. The pods that
 * count come first.
 */
function placesOf(pods: readonly PodReport[]): (pod: PodReport) => string {
	const inOrder = pods.toSorted(
		(a, b) =>
			Number(b.counted) - Number(a.counted) || (a.name < b.name ? -1 : 1),
	);
	return (pod) => {
		const { origin, name } = pod;
		if (isAddress(pod) || origin === `pod/${name}`) return "";
		const isOrdinal =
			origin.startsWith("sts/") &&
			name.replace(/-\d+$/, "") === origin.slice("sts/".length);
		return isOrdinal ? `, ${name}` : `, pod ${inOrder.indexOf(pod) + 1}`;
	};
}

function lackingCase(target: TargetWithoutPods, durationMs: number): JUnitCase {
	const { code, message, hint } = target;
	return {
		className: lackingClassName(target),
		name: EXPECTED[lackOf(target)],
		durationMs,
		outcome: { kind: "error", type: code, message },
		output: hint.join("\n"),
	};
}

function junitCase(
	pod: PodReport,
	check: CheckReport,
	className: string,
	place: string,
): JUnitCase {
	const what =
		check.service === ""
			? "health of the server"
			: `health of ${check.service}`;
	return {
		className,
		name: `${what}${place}`,
		durationMs: check.latencyMs ?? 0,
		outcome: outcomeOf(pod, check),
		output: [
			...(isAddress(pod) ? [] : [whereabouts(pod)]),
			...pod.findings.map(
				({ code, severity, message, fix }) =>
					`${code} ${severity}: ${message}\nfix: ${fix}`,
			),
		].join("\n"),
	};
}

const whereabouts = ({ namespace, name, node }: PodReport): string =>
	[`pod ${namespace}/${name}`, ...(node === null ? [] : [`node ${node}`])].join(
		", ",
	);

function outcomeOf(pod: PodReport, check: CheckReport): JUnitCase["outcome"] {
	if (!pod.counted) return { kind: "skipped", message: pod.status };
	if (check.status === "SERVING") return { kind: "passed" };
	if (check.status === NO_STATUS)
		return {
			kind: "skipped",
			message: "the server keeps no health status of it",
		};
	const why = check.message ?? check.status;
	const message = isAddress(pod) ? why : `${pod.name}: ${why}`;
	// JUnit distinguishes "could not be tested" (error) from "was tested and is bad" (failure).
	return check.code === null
		? { kind: "error", type: check.status, message }
		: { kind: "failure", type: check.status, message };
}
