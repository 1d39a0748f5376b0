import { onTestFinished } from "vitest";
import { firstObjects } from "../../../src/sandbox/bootstrap/first-objects.ts";
import {
	createControlPlane,
	startControllers,
} from "../../../src/sandbox/control-plane.ts";
import type { ControlPlane } from "../../../src/sandbox/controllers/controller.ts";
import { resourceOfKind } from "../../../src/sandbox/objects/kinds.ts";
import {
	type Manifest,
	timestamp,
} from "../../../src/sandbox/objects/metadata.ts";
import type { Pod } from "../../../src/sandbox/objects/pod.ts";

/** A control plane without processes. Its pods become ready, end or disappear at once. */
export type FakeCluster = ControlPlane & {
	create(...manifests: readonly Manifest[]): void;
	/** Resolves when nothing changes any more. */
	quiet(): Promise<void>;
	pods(): readonly Pod[];
	/** Returns the names of the pods, without their random suffixes. */
	podNames(): readonly string[];
	readonly errors: readonly unknown[];
};

type FakeOptions = {
	/** What a scheduled pod becomes. Default: ready. */
	readonly fate?: (pod: Pod) => "ready" | "not-ready" | "Succeeded" | "Failed";
	/** `manual`: a deleted pod stays until the test removes it. */
	readonly deletion?: "at-once" | "manual";
};

/** Starts controllers over an empty store. They stop with the test. */
export function fakeCluster(options: FakeOptions = {}): FakeCluster {
	const { fate = () => "ready", deletion = "at-once" } = options;
	const plane = createControlPlane();
	const errors: unknown[] = [];
	const controllers = startControllers(plane, (error) => errors.push(error));
	onTestFinished(controllers.stop);
	let nextIp = 1;
	plane.store.subscribe(({ resource, type, object }) => {
		if (resource !== "pods" || type === "DELETED") return;
		const { name, namespace } = object.metadata;
		const pod = plane.store.get("pods", name, namespace);
		if (!pod?.spec.nodeName) return;
		if (pod.metadata.deletionTimestamp) {
			if (deletion === "at-once") plane.registry.removePod(pod);
		} else if (pod.status.podIP === undefined) {
			plane.store.put("pods", {
				...pod,
				status: statusOf(pod, fate(pod), `10.0.0.${nextIp++}`),
			});
		}
	});
	const create = (...manifests: readonly Manifest[]) => {
		for (const manifest of manifests) {
			const type = resourceOfKind(manifest.apiVersion, manifest.kind);
			if (type) plane.registry.create(type.name, manifest);
		}
	};
	create(...firstObjects(6443));
	return {
		...plane,
		create,
		errors,
		quiet: async () => {
			for (let still = 0; still < 3; ) {
				await new Promise((resolve) => setImmediate(resolve));
				still = controllers.isIdle() ? still + 1 : 0;
			}
		},
		pods: () => plane.store.list("pods"),
		podNames: () =>
			plane.store
				.list("pods")
				.map(({ metadata }) => metadata.name.replace(/-[a-z0-9]{5}$/, "")),
	};
}

function statusOf(pod: Pod, fate: string, podIP: string): Pod["status"] {
	const ended = fate === "Succeeded" || fate === "Failed";
	return {
		...pod.status,
		phase: ended ? fate : "Running",
		podIP,
		conditions: [
			{
				type: "Ready",
				status: fate === "ready" ? "True" : "False",
				lastTransitionTime: timestamp(),
			},
		],
	};
}

/** Returns a pod template for a controller. */
export function template(labels: object, image = "i:1", spec: object = {}) {
	return {
		metadata: { labels },
		spec: { containers: [{ name: "c", image }], ...spec },
	};
}
