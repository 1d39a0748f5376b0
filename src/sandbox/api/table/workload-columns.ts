import { formatAge } from "../../../age.ts";
import { isTrue } from "../../objects/metadata.ts";
import type {
	DaemonSet,
	Deployment,
	Job,
	ReplicaSet,
	ReplicationController,
	StatefulSet,
} from "../../objects/workloads.ts";
import {
	AGE,
	type Column,
	integer,
	labelText,
	NAME,
	selectorText,
	TEMPLATE,
	text,
	wide,
} from "./column.ts";

const READY: Column<Deployment | StatefulSet> = text(
	"Ready",
	({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`,
);

const COUNTS: readonly Column<ReplicaSet | ReplicationController>[] = [
	integer("Desired", ({ spec }) => spec.replicas),
	integer("Current", ({ status }) => status.replicas),
	integer("Ready", ({ status }) => status.readyReplicas ?? 0),
];

/** The last columns of most tables. */
const SELECTED: readonly Column<Deployment | ReplicaSet | DaemonSet | Job>[] = [
	AGE,
	...TEMPLATE,
	wide("Selector", ({ spec }) => selectorText(spec.selector)),
];

export const DEPLOYMENT_COLUMNS: readonly Column<Deployment>[] = [
	NAME,
	READY,
	text("Up-to-date", ({ status }) => status.updatedReplicas ?? 0),
	text("Available", ({ status }) => status.availableReplicas ?? 0),
	...SELECTED,
];

export const REPLICA_SET_COLUMNS: readonly Column<ReplicaSet>[] = [
	NAME,
	...COUNTS,
	...SELECTED,
];

export const REPLICATION_CONTROLLER_COLUMNS: readonly Column<ReplicationController>[] =
	[
		NAME,
		...COUNTS,
		AGE,
		...TEMPLATE,
		wide("Selector", ({ spec }) => labelText(spec.selector)),
	];

export const STATEFUL_SET_COLUMNS: readonly Column<StatefulSet>[] = [
	NAME,
	READY,
	AGE,
	...TEMPLATE,
];

export const DAEMON_SET_COLUMNS: readonly Column<DaemonSet>[] = [
	NAME,
	integer("Desired", ({ status }) => status.desiredNumberScheduled),
	integer("Current", ({ status }) => status.currentNumberScheduled),
	integer("Ready", ({ status }) => status.numberReady),
	integer("Up-to-date", ({ status }) => status.updatedNumberScheduled ?? 0),
	integer("Available", ({ status }) => status.numberAvailable ?? 0),
	text("Node Selector", ({ spec }) =>
		labelText(spec.template.spec.nodeSelector),
	),
	...SELECTED,
];

export const JOB_COLUMNS: readonly Column<Job>[] = [
	NAME,
	text("Status", jobStatus),
	text(
		"Completions",
		({ spec, status }) =>
			`${status.succeeded ?? 0}/${spec.completions ?? `1 of ${spec.parallelism}`}`,
	),
	text("Duration", ({ status: { startTime, completionTime } }) =>
		startTime
			? formatAge(
					(completionTime ? Date.parse(completionTime) : Date.now()) -
						Date.parse(startTime),
				)
			: "",
	),
	...SELECTED,
];

function jobStatus({ metadata, spec, status }: Job): string {
	if (isTrue(status.conditions, "Complete")) return "Complete";
	if (isTrue(status.conditions, "Failed")) return "Failed";
	if (metadata.deletionTimestamp) return "Terminating";
	return spec.suspend ? "Suspended" : "Running";
}
