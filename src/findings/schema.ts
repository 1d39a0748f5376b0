import { INVOCATION } from "../plugin-name.ts";

/** KG2xx: where the schemas that replicas serve differ. */
export const SCHEMA_FINDINGS = {
	KG201: {
		severity: "warning",
		holds: "The replicas of a workload serve the same schema.",
		evidence:
			"Reflection gives different services, messages or enums on different pods of one workload. None of the differences breaks wire or JSON.",
		reason:
			"The replicas of a workload get calls from the same clients. While they differ, a client finds a new method or field on some pods but not on others. This is normal during a rollout, and it ends with the rollout. If it does not end, a pod was left behind.",
		fix: [
			"See whether a rollout is under way: kubectl rollout status WORKLOAD.",
			"If there is none, restart the workload: kubectl rollout restart WORKLOAD.",
		],
	},
	KG202: {
		severity: "error",
		holds: "The replicas of a workload read each other's messages.",
		evidence:
			"The schemas of pods of one workload differ in a way that breaks wire or JSON, by buf's rules in the categories WIRE and WIRE_JSON.",
		reason:
			"A client is generated from one of the schemas but gets answers from pods of both. With pods of the other schema, fields are lost or read as something else, without an error.",
		fix: [
			"Finish the rollout or undo it: kubectl rollout undo WORKLOAD.",
			"If the pods are of two workloads behind one Service, such as a canary, let callers reach only one of them.",
			"Change schemas so that the old and the new one work side by side: add a field with a new number, keep the old field until no client uses it, then reserve its number and name.",
			`In the pipeline, refuse such a change before it is rolled out: ${INVOCATION} diff WORKLOAD --proto FILE --exit-code.`,
		],
	},
	KG203: {
		severity: "warning",
		holds: "Pods of the same image serve the same schema.",
		evidence: "Two pods have the same image name but serve different schemas.",
		reason:
			"A tag such as latest or v1 was moved to another build, and pods that started after that run the new build. Or the schema depends on the pod's environment or configuration.",
		fix: [
			"Compare the digests of the running images (status.containerStatuses.imageID).",
			"Deploy by digest, or by a tag that is never moved.",
		],
	},
	KG204: {
		severity: "warning",
		holds: "A method is served by every replica or by none.",
		evidence:
			"Only some pods of a workload have a certain service or method in their schema.",
		reason:
			"On the other pods, calls of the method fail with UNIMPLEMENTED, and clients do not retry after that status.",
		fix: [
			"Let clients use a new method only when the rollout is over.",
			"Remove a method only when no client calls it any more.",
		],
	},
} as const;
