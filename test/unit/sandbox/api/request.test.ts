import { describe, expect, test } from "vitest";
import { requestInfo } from "../../../../src/sandbox/api/request.ts";

describe("requestInfo", () => {
	test.each<[string, string, object]>([
		[
			"GET",
			"/api/v1/namespaces/a/pods",
			{
				verb: "list",
				group: "",
				version: "v1",
				resource: "pods",
				namespace: "a",
				name: undefined,
			},
		],
		[
			"GET",
			"/api/v1/namespaces/a/pods?watch=true",
			{ verb: "watch", resource: "pods", namespace: "a" },
		],
		["GET", "/api/v1/namespaces/a/pods?watch=1", { verb: "watch" }],
		["GET", "/api/v1/pods?watch=false", { verb: "list", namespace: undefined }],
		[
			"GET",
			"/api/v1/namespaces/a/pods/x",
			{ verb: "get", name: "x", subresource: undefined },
		],
		[
			"GET",
			"/api/v1/namespaces/a/pods/x/log?follow=true",
			{ verb: "get", name: "x", subresource: "log" },
		],
		[
			"GET",
			"/api/v1/namespaces/a/pods/x/portforward?ports=1",
			{ verb: "get", subresource: "portforward" },
		],
		[
			"POST",
			"/api/v1/namespaces/a/pods/x/portforward?ports=1",
			{ verb: "create", subresource: "portforward" },
		],
		[
			"GET",
			"/api/v1/namespaces",
			{
				verb: "list",
				resource: "namespaces",
				namespace: undefined,
				name: undefined,
			},
		],
		[
			"GET",
			"/api/v1/namespaces/a",
			{ verb: "get", resource: "namespaces", namespace: "a", name: "a" },
		],
		[
			"PUT",
			"/api/v1/namespaces/a/status",
			{
				verb: "update",
				resource: "namespaces",
				name: "a",
				subresource: "status",
			},
		],
		[
			"GET",
			"/api/v1/nodes/n",
			{ verb: "get", resource: "nodes", namespace: undefined, name: "n" },
		],
		[
			"POST",
			"/apis/apps/v1/namespaces/a/deployments",
			{ verb: "create", group: "apps", version: "v1", resource: "deployments" },
		],
		[
			"PATCH",
			"/apis/apps/v1/namespaces/a/deployments/d/scale",
			{ verb: "patch", name: "d", subresource: "scale" },
		],
		["DELETE", "/apis/apps/v1/namespaces/a/deployments/d", { verb: "delete" }],
		[
			"DELETE",
			"/apis/apps/v1/namespaces/a/deployments",
			{ verb: "deletecollection" },
		],
		["GET", "/api/v1/namespaces/a/pods/%78", { name: "x" }],
		["GET", "/api/v1/namespaces/a/pods/%", { name: "%" }],
	])("%s %s", (method, path, part) => {
		const info = requestInfo(method, new URL(path, "https://x"));
		expect(info).toMatchObject({ kind: "resource", ...part });
	});

	test.each([
		"/",
		"/api",
		"/api/v1",
		"/apis/apps",
		"/apis/apps/v1",
		"/version",
		"/openapi/v3",
	])("%s is no resource", (path) => {
		expect(requestInfo("GET", new URL(path, "https://x"))).toEqual({
			kind: "path",
			verb: "get",
			path,
		});
	});
});
