import { expect, test } from "vitest";
import {
	resourceName,
	subjectOf,
} from "../../../../src/kubernetes/api/request-subject.ts";

test.each([
	["/api/v1/pods", "list pods", undefined, undefined],
	["/api/v1/namespaces/shop/pods", "list pods", "shop", undefined],
	["/api/v1/namespaces/shop/pods/a", "get pods", "shop", "a"],
	[
		"/api/v1/namespaces/shop/pods/a/portforward",
		"get pods/portforward",
		"shop",
		"a",
	],
	["/api/v1/namespaces/shop", "get namespaces", undefined, "shop"],
	["/api/v1/namespaces", "list namespaces", undefined, undefined],
	[
		"/apis/apps/v1/namespaces/shop/deployments/a",
		"get deployments.apps",
		"shop",
		"a",
	],
	[
		"/apis/apps/v1/namespaces/shop/deployments/a/scale",
		"get deployments.apps/scale",
		"shop",
		"a",
	],
	[
		"/apis/discovery.k8s.io/v1/endpointslices",
		"list endpointslices.discovery.k8s.io",
		undefined,
		undefined,
	],
	["/api/v1/namespaces/s%2Fp/pods/%zz", "get pods", "s/p", "%zz"],
])("%s is %s", (path, action, namespace, name) => {
	const subject = subjectOf(path);
	expect(`${subject.verb} ${resourceName(subject)}`).toBe(action);
	expect(subject).toMatchObject({ namespace, name });
});

test("a watch is its own verb, and other paths are no resource", () => {
	expect(subjectOf("/api/v1/pods", "watch").verb).toBe("watch");
	expect(subjectOf("/version").resource).toBeUndefined();
	expect(subjectOf("/").resource).toBeUndefined();
});
