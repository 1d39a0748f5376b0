import type { PluginError } from "../../../../src/errors.ts";
import type { PodQuery, PodTarget } from "../../../../src/kubernetes/target.ts";
import { resolvePods } from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { errorOf } from "../../plugin-error.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import { replica, workload } from "./objects.ts";

export const PODS = "/api/v1/namespaces/shop/pods";
export const SERVICES = "/api/v1/namespaces/shop/services";

export const { signal } = new AbortController();
export const resolve = (
	objects: readonly FakeObject[],
	asked: PodQuery,
	api = fakeApi(objects),
) => resolvePods(api, asked, { signal });

/** Returns `deploy/user-service user-service-5d4f8b-a 50051`. */
export const brief = ({ origin, pod, port }: PodTarget): string =>
	`${origin} ${pod.name} ${port.kind === "chosen" ? port.port : "none"}`;

export const refusal = (
	objects: readonly FakeObject[],
	asked: PodQuery,
	api = fakeApi(objects),
): Promise<PluginError> => errorOf(resolve(objects, asked, api));

export const userService = [
	workload("Deployment", "user-service", { replicas: 2 }),
	replica("user-service", "b"),
	replica("user-service", "a"),
];
