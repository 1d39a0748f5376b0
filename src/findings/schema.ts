import { INVOCATION } from "../plugin-name.ts";

/** KG2xx: where the schemas that replicas serve differ. */
export const SCHEMA_FINDINGS = {
	KG201: {
		severity: "warning",
		holds: "The replicas of a workload serve the same schema.",
		evidence:
			"Reflection gives different services, messages or enums on pods of one workload; none of the differences breaks wire or JSON.",
		reason:
			"Replicas of one workload take calls of the same clients. While they differ, a client finds a new method or field on some pods and not on others. During a rollout this is as it should be, and ends with it; when it stays, a pod was left behind.",
		fix: [
			"See whether a rollout is under way: kubectl rollout status WORKLOAD.",
			"If none is, restart the workload: kubectl rollout restart WORKLOAD.",
		],
	},
	KG202: {
		severity: "error",
		holds: "The replicas of a workload read each other's messages.",
		evidence:
			"Schemas of pods of one workload differ in a way that breaks wire or JSON, by buf's rules of the categories WIRE and WIRE_JSON.",
		reason:
			"A client is made from one schema and meets both. Fields are lost or read as something else, without an error, on the pods of the other one.",
		fix: [
			"Finish the rollout or undo it: kubectl rollout undo WORKLOAD.",
			"Change schemas so that old and new can live side by side: add a field under a new number, keep the old one until no client uses it, then reserve its number and name.",
			`In the pipeline, refuse such a change before it is rolled out: ${INVOCATION} diff WORKLOAD --proto FILE --exit-code.`,
		],
	},
	KG203: {
		severity: "warning",
		holds: "Pods of the same image serve the same schema.",
		evidence: "Two pods name the same image and serve different schemas.",
		reason:
			"A tag such as latest or v1 was moved to another build, and pods that started since run the new one; or what is served depends on the pod's environment or configuration.",
		fix: [
			"Compare the digests that run (status.containerStatuses.imageID).",
			"Deploy by digest, or by a tag that is never moved.",
		],
	},
	KG204: {
		severity: "warning",
		holds: "A method is served by every replica or by none.",
		evidence:
			"A service or a method is in the schema of some pods of a workload only.",
		reason:
			"A call of it fails with UNIMPLEMENTED on the other pods, and clients don't retry that status.",
		fix: [
			"Let clients use a new method when the rollout is over.",
			"Remove a method when no client calls it any more.",
		],
	},
} as const;
