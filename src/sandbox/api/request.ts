import { percentDecoded } from "../../percent-decode.ts";
import { RESOURCES, type ResourceType } from "../objects/kinds.ts";

/** The contents of a request's method and path, as in the API server's RequestInfo. */
export type RequestInfo =
	| {
			readonly kind: "resource";
			readonly verb: Verb;
			readonly group: string;
			readonly version: string;
			/** The plural in the path. There may be no such resource. */
			readonly resource: string;
			readonly subresource: string | undefined;
			readonly namespace: string | undefined;
			readonly name: string | undefined;
	  }
	| {
			readonly kind: "path";
			/** The HTTP method in lower case. */
			readonly verb: string;
			readonly path: string;
	  };

export type ResourceRequest = Extract<RequestInfo, { kind: "resource" }>;

type Verb =
	| "get"
	| "list"
	| "watch"
	| "create"
	| "update"
	| "patch"
	| "delete"
	| "deletecollection";

/** Parses a request's method and URL (k8s.io/apiserver/pkg/endpoints/request/requestinfo.go). */
export function requestInfo(method: string, url: URL): RequestInfo {
	const path = { kind: "path", verb: method.toLowerCase() } as const;
	const parts = url.pathname.split("/").filter((part) => part !== "");
	const segments = parts.map(percentDecoded);
	const [root, ...rest] = segments;
	if (root === "api" && rest.length >= 2)
		return resourceInfo(method, url, "", rest);
	const [group = "", ...inGroup] = rest;
	if (root === "apis" && inGroup.length >= 2)
		return resourceInfo(method, url, group, inGroup);
	return { ...path, path: url.pathname };
}

function resourceInfo(
	method: string,
	url: URL,
	group: string,
	[version = "", ...path]: readonly string[],
): ResourceRequest {
	const [first, namespace, ...scoped] = path;
	const inNamespace = first === "namespaces" && scoped.length > 0;
	// `namespaces/x/status` is a subresource of the namespace, not a resource in it.
	const isStatus =
		inNamespace && ["status", "finalize"].includes(scoped[0] ?? "");
	const [resource = "", name, subresource] =
		inNamespace && !isStatus ? scoped : path;
	return {
		kind: "resource",
		verb: verbOf(method, url, name, subresource),
		group,
		version,
		resource,
		subresource,
		// A Namespace object counts as inside itself, so that roles in the namespace apply to it.
		namespace: first === "namespaces" ? namespace : undefined,
		name,
	};
}

function verbOf(
	method: string,
	url: URL,
	name: string | undefined,
	subresource: string | undefined,
): Verb {
	switch (method) {
		case "POST":
			return "create";
		case "PUT":
			return "update";
		case "PATCH":
			return "patch";
		case "DELETE":
			return name === undefined ? "deletecollection" : "delete";
		default:
			if (subresource === undefined && isWatch(url)) return "watch";
			return name === undefined ? "list" : "get";
	}
}

function isWatch({ searchParams }: URL): boolean {
	return ["true", "1"].includes(searchParams.get("watch") ?? "");
}

/** Returns the type of the requested resource; undefined when the sandbox has no such resource. */
export function requestedType({
	group,
	version,
	resource,
}: ResourceRequest): ResourceType | undefined {
	return RESOURCES.find(
		(type) =>
			type.name === resource &&
			type.group === group &&
			type.version === version,
	);
}
