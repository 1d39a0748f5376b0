import { shellWord } from "../../shell-word.ts";
import { type RequestSubject, resourceName } from "./request-subject.ts";

const SERVICE_ACCOUNT =
	/^system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)$/;

/**
 * Returns the verbs to grant together. Who may list may also watch, and a port-forward needs two (KEP-4006: create from 1.35). Who
 * reads one Secret gets no list, since that shows the contents of all.
 */
function verbsFor({
	verb,
	resource,
	subresource,
}: RequestSubject): readonly string[] {
	if (subresource === "portforward") return ["get", "create"];
	if (resource === "secrets") return [verb];
	return subresource === undefined ? ["get", "list", "watch"] : [verb];
}

/**
 * Returns what to do about a 403: the missing permission, then the two kubectl commands with which an administrator can grant it.
 * @param user as the API server names them: `jane`, `system:serviceaccount:NAMESPACE:NAME`
 */
export function roleHint(
	subject: RequestSubject,
	user: string | undefined,
): readonly string[] {
	if (subject.resource === undefined) return [];
	const needs = `needs  ${needed(subject)} on ${resourceName(subject)}`;
	const name = `grpc-diagnostics-${[subject.resource, subject.subresource].filter(Boolean).join("-")}`;
	const scope =
		subject.namespace === undefined
			? ""
			: ` -n ${shellWord(subject.namespace)}`;
	const kind = subject.namespace === undefined ? "clusterrole" : "role";
	const grant = `--verb=${verbsFor(subject).join(",")} --resource=${resourceName(subject)}${onlyTheOne(subject)}`;
	return [
		needs,
		`try    kubectl create ${kind} ${name}${scope} ${grant}`,
		`       kubectl create ${kind}binding ${name}${scope} --${kind}=${name} ${subjectFlag(user)}`,
	];
}

/** Limits the rights to a Secret to that one. */
function onlyTheOne({ resource, name }: RequestSubject): string {
	return resource === "secrets" && name !== undefined
		? ` --resource-name=${shellWord(name)}`
		: "";
}

function needed({ verb, subresource }: RequestSubject): string {
	return subresource === "portforward"
		? "get (and create, from Kubernetes 1.35)"
		: verb;
}

function subjectFlag(user: string | undefined): string {
	const account = SERVICE_ACCOUNT.exec(user ?? "")?.groups;
	if (account)
		return `--serviceaccount=${shellWord(`${account["namespace"]}:${account["name"]}`)}`;
	return `--user=${shellWord(user ?? "NAME")}`;
}
