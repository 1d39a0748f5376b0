import { isObject } from "../../objects/json.ts";
import type { ResourceName } from "../../objects/kinds.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { matchesExpression } from "../../objects/selector.ts";
import { badRequest } from "../../registry/status-error.ts";

/** Whether a list or watch selects an object. */
export type Filter = (object: KubeObject) => boolean;

/** Returns the filter of a request's labelSelector and fieldSelector. @throws StatusError 400 */
export function filterOf(
	resource: ResourceName,
	query: URLSearchParams,
): Filter {
	const labels = labelFilter(query.get("labelSelector") ?? "");
	const fields = fieldFilter(resource, query.get("fieldSelector") ?? "");
	return (object) => labels(object) && fields(object);
}

const SET = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const EQUALITY = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;
const EXISTENCE = /^(!?)\s*([^\s!=,()]+)$/;

function labelFilter(selector: string): Filter {
	const requirements = splitOutsideParentheses(selector).map(parseRequirement);
	return ({ metadata }) =>
		requirements.every((requirement) =>
			matchesExpression(requirement, metadata.labels ?? {}),
		);
}

function parseRequirement(text: string) {
	const [, key = "", word, list = ""] = SET.exec(text) ?? [];
	if (word)
		return {
			key,
			operator: word === "in" ? "In" : "NotIn",
			values: list.split(",").map((value) => value.trim()),
		};
	const [, label = "", sign, value = ""] = EQUALITY.exec(text) ?? [];
	if (sign)
		return {
			key: label,
			operator: sign === "!=" ? "NotIn" : "In",
			values: [value],
		};
	const [, not, existing] = EXISTENCE.exec(text) ?? [];
	if (existing)
		return { key: existing, operator: not ? "DoesNotExist" : "Exists" };
	throw badRequest(
		`unable to parse requirement: found '${text}', expected: a label selector`,
	);
}

function splitOutsideParentheses(selector: string): string[] {
	return selector
		.split(/,(?![^(]*\))/)
		.map((part) => part.trim())
		.filter((part) => part !== "");
}

/** The fields that each kind can be selected by, besides metadata.name and metadata.namespace (pkg/apis/core/v1/conversion.go). */
const FIELDS: { readonly [R in ResourceName]?: readonly string[] } = {
	pods: [
		"spec.nodeName",
		"spec.restartPolicy",
		"spec.schedulerName",
		"spec.serviceAccountName",
		"spec.hostNetwork",
		"status.phase",
		"status.podIP",
		"status.nominatedNodeName",
	],
	events: [
		"involvedObject.kind",
		"involvedObject.namespace",
		"involvedObject.name",
		"involvedObject.uid",
		"involvedObject.apiVersion",
		"involvedObject.resourceVersion",
		"involvedObject.fieldPath",
		"reason",
		"reportingComponent",
		"source",
		"type",
	],
	nodes: ["spec.unschedulable"],
	namespaces: ["status.phase"],
	secrets: ["type"],
	services: ["spec.clusterIP", "spec.type"],
	jobs: ["status.successful"],
	replicasets: ["status.replicas"],
	replicationcontrollers: ["status.replicas"],
};

function fieldFilter(resource: ResourceName, selector: string): Filter {
	const terms = selector
		.split(",")
		.filter((term) => term !== "")
		.map((term) => parseField(resource, selector, term));
	return (object) =>
		terms.every(
			({ path, value, negated }) =>
				(fieldOf(object, path) === value) !== negated,
		);
}

function parseField(resource: ResourceName, selector: string, term: string) {
	const [, path = "", sign, value = ""] =
		/^([^=!]+)(==|=|!=)(.*)$/.exec(term) ?? [];
	if (!sign)
		throw badRequest(
			`invalid selector: '${selector}'; can't understand '${term}'`,
		);
	const known = ["metadata.name", "metadata.namespace"];
	if (![...known, ...(FIELDS[resource] ?? [])].includes(path))
		throw badRequest(`field label not supported: ${path}`);
	return { path, value, negated: sign === "!=" };
}

function fieldOf(object: KubeObject, path: string): string {
	const value = path
		.split(".")
		.reduce<unknown>(
			(parent, key) => (isObject(parent) ? parent[key] : undefined),
			object,
		);
	return value === undefined || value === null ? "" : String(value);
}
