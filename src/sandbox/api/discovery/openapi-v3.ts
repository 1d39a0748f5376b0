import {
	apiVersionOf,
	RESOURCES,
	type ResourceType,
} from "../../objects/kinds.ts";
import { documentPath, groupVersions } from "./discovery.ts";

/**
 * Returns the minimal OpenAPI v3 document that kubectl accepts before it creates or applies. kubectl looks for the parameter
 * `fieldValidation` on PATCH of the kind, which says that the server validates fields, so that kubectl need not.
 */
export function openApiDocument(path: string): object | undefined {
	if (path === "/openapi/v3") {
		const paths = groupVersions().map((groupVersion) => {
			const document = documentPath(groupVersion);
			return [
				document.slice(1),
				{ serverRelativeURL: `/openapi/v3${document}` },
			];
		});
		return { paths: Object.fromEntries(paths) };
	}
	const groupVersion = groupVersions().find(
		(candidate) => path === `/openapi/v3${documentPath(candidate)}`,
	);
	return groupVersion === undefined ? undefined : groupDocument(groupVersion);
}

function groupDocument(groupVersion: string) {
	const types = RESOURCES.filter((type) => apiVersionOf(type) === groupVersion);
	return {
		openapi: "3.0.0",
		info: { title: "Kubernetes", version: "v1.37.2" },
		paths: Object.fromEntries(
			types.map((type) => [
				pathOf(type, groupVersion),
				{ patch: operation(type) },
			]),
		),
		// Without schemas `kubectl explain` reports that it finds none.
		components: { schemas: {} },
	};
}

function pathOf({ name, scope }: ResourceType, groupVersion: string): string {
	const namespace = scope === "namespaced" ? "/namespaces/{namespace}" : "";
	return `${documentPath(groupVersion)}${namespace}/${name}/{name}`;
}

function operation({ group, version, kind }: ResourceType) {
	return {
		parameters: [
			{ name: "fieldValidation", in: "query", schema: { type: "string" } },
		],
		responses: { 200: { description: "OK" } },
		"x-kubernetes-group-version-kind": { group, version, kind },
	};
}
