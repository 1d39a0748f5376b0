import type {
	PodTarget,
	PortNote,
} from "../../../../../src/kubernetes/target.ts";
import { podFrom } from "../../../../../src/kubernetes/targets/pod/pod-from.ts";
import { pod } from "../objects.ts";

/** Returns a pod of namespace shop that serves gRPC on 50051. */
export const target = (
	name: string,
	notes: readonly PortNote[] = [],
): PodTarget => ({
	pod: podFrom(pod(name)),
	port: {
		kind: "chosen",
		port: 50051,
		container: "server",
		evidence: "port-name",
		reason: "port named grpc",
		notes,
	},
	origin: "svc/users",
});
