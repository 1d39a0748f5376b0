import {
	apiVersionOf,
	RESOURCES,
	type ResourceType,
} from "../../objects/kinds.ts";
import { REVIEWS } from "../access/reviews.ts";

const VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"];

/** The kinds of subresources where they differ from the kind of their parent. */
const SUBRESOURCE_KINDS: Readonly<
	Record<string, { group: string; version: string; kind: string }>
> = {
	scale: { group: "autoscaling", version: "v1", kind: "Scale" },
	portforward: { group: "", version: "v1", kind: "PodPortForwardOptions" },
};

const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
	scale: ["get", "patch", "update"],
	status: ["get", "patch", "update"],
	log: ["get"],
	portforward: ["create", "get"],
};

/** Returns the discovery document at a path: /api, /apis, or one group or version below them. Returns undefined for any other path. */
export function discoveryDocument(path: string): object | undefined {
	const trimmed = path.replace(/\/$/, "");
	if (trimmed === "/api")
		return {
			kind: "APIVersions",
			versions: ["v1"],
			serverAddressByClientCIDRs: [],
		};
	if (trimmed === "/apis")
		return { kind: "APIGroupList", apiVersion: "v1", groups: groups() };
	const group = groups().find(({ name }) => trimmed === `/apis/${name}`);
	if (group) return { kind: "APIGroup", apiVersion: "v1", ...group };
	const groupVersion = groupVersions().find(
		(candidate) => trimmed === documentPath(candidate),
	);
	return groupVersion === undefined ? undefined : resourceList(groupVersion);
}

/** Returns every group and version that is served: `v1`, `apps/v1` … */
export function groupVersions(): readonly string[] {
	return [
		...new Set([
			...RESOURCES.map(apiVersionOf),
			...REVIEWS.map(({ groupVersion }) => groupVersion),
		]),
	];
}

/** Returns the path of a group and version: `/api/v1`, `/apis/apps/v1`. */
export function documentPath(groupVersion: string): string {
	return groupVersion.includes("/")
		? `/apis/${groupVersion}`
		: `/api/${groupVersion}`;
}

function groups() {
	return groupVersions()
		.filter((groupVersion) => groupVersion.includes("/"))
		.map((groupVersion) => {
			const [name = "", version = ""] = groupVersion.split("/");
			const entry = { groupVersion, version };
			return { name, versions: [entry], preferredVersion: entry };
		});
}

function resourceList(groupVersion: string) {
	const types = RESOURCES.filter((type) => apiVersionOf(type) === groupVersion);
	const reviews = REVIEWS.filter(
		(review) => review.groupVersion === groupVersion,
	);
	return {
		kind: "APIResourceList",
		apiVersion: "v1",
		groupVersion,
		resources: [
			...types.flatMap((type) => [mainResource(type), ...subresources(type)]),
			...reviews.map(({ name, kind }) => ({
				name,
				singularName: kind.toLowerCase(),
				namespaced: false,
				kind,
				verbs: ["create"],
			})),
		],
	};
}

function mainResource(type: ResourceType) {
	const { name, kind, scope, shortNames, categories } = type;
	return {
		name,
		singularName: kind.toLowerCase(),
		namespaced: scope === "namespaced",
		kind,
		verbs: VERBS,
		...(shortNames.length > 0 ? { shortNames } : {}),
		...(categories.length > 0 ? { categories } : {}),
	};
}

function subresources(type: ResourceType) {
	return type.subresources.map((subresource) => ({
		name: `${type.name}/${subresource}`,
		singularName: "",
		namespaced: type.scope === "namespaced",
		kind: type.kind,
		...SUBRESOURCE_KINDS[subresource],
		verbs: SUBRESOURCE_VERBS[subresource] ?? [],
	}));
}
