import { percentDecoded } from "../../percent-decode.ts";

/** The subject of a request, in the words of RBAC. */
export type RequestSubject = {
	readonly verb: "get" | "list" | "watch";
	/** Empty for the core group. */
	readonly group: string;
	/** Undefined for paths that are no resource, such as /version. */
	readonly resource: string | undefined;
	readonly subresource: string | undefined;
	readonly namespace: string | undefined;
	readonly name: string | undefined;
};

/**
 * Reads an API path as the API server's RequestInfo does (apiserver, pkg/endpoints/request/requestinfo.go).
 * @param path `/api/v1/…` or `/apis/GROUP/VERSION/…`, its parts percent-encoded
 */
export function subjectOf(
	path: string,
	mode: "read" | "watch" = "read",
): RequestSubject {
	const parts = path.split("/").filter(Boolean).map(percentDecoded);
	const group = parts[0] === "apis" ? (parts[1] ?? "") : "";
	const rest = parts.slice(parts[0] === "apis" ? 3 : 2);
	const isNamespaced = rest[0] === "namespaces" && rest.length > 2;
	const [resource, name, subresource] = isNamespaced ? rest.slice(2) : rest;
	const isResource = parts[0] === "api" || parts[0] === "apis";
	return {
		verb: mode === "watch" ? "watch" : readVerb(name),
		group,
		resource: isResource ? resource : undefined,
		subresource,
		namespace: isNamespaced ? rest[1] : undefined,
		name,
	};
}

function readVerb(name: string | undefined): "get" | "list" {
	return name === undefined ? "list" : "get";
}

/** Returns the resource as `kubectl create role --resource` takes it: `pods/portforward`, `deployments.apps`. */
export function resourceName(subject: RequestSubject): string {
	const { resource = "", group, subresource } = subject;
	const qualified = group === "" ? resource : `${resource}.${group}`;
	return subresource === undefined ? qualified : `${qualified}/${subresource}`;
}
