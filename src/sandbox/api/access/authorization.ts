import type { PolicyRule, RoleBinding } from "../../objects/cluster.ts";
import { StatusError } from "../../registry/status-error.ts";
import type { Store } from "../../store/store.ts";
import type { RequestInfo, ResourceRequest } from "../request.ts";
import type { User } from "./authentication.ts";

/** The parts of a request that authorization checks. Impersonation is checked with the verb `impersonate`, which no request has. */
type Attributes = Pick<
	ResourceRequest,
	"group" | "resource" | "subresource" | "namespace" | "name"
> & { readonly verb: string };

/** Members of this group may do everything, whatever their roles allow. */
export const SUPERUSERS = "system:masters";

/** Returns whether RBAC allows a request: a rule of a role that is bound to the user must name the verb and the resource. */
export function isAllowed(
	store: Store,
	user: User,
	attributes: Attributes,
): boolean {
	return (
		user.groups.includes(SUPERUSERS) ||
		rulesOf(store, user, attributes.namespace).some((rule) =>
			coversResource(rule, attributes),
		)
	);
}

/** Checks that the user may send a request. @throws StatusError 403, with the API server's message */
export function authorize(store: Store, user: User, info: RequestInfo): void {
	if (info.kind === "resource") {
		if (!isAllowed(store, user, info)) throw forbidden(user, info);
		return;
	}
	const allowed =
		user.groups.includes(SUPERUSERS) ||
		rulesOf(store, user, undefined).some((rule) => coversPath(rule, info));
	if (!allowed)
		throw new StatusError(
			403,
			"Forbidden",
			`forbidden: User "${user.name}" cannot ${info.verb} path "${info.path}"`,
			{},
		);
}

/** Returns the 403 error of a resource request. */
export function forbidden(
	{ name: userName }: User,
	attributes: Attributes,
): StatusError {
	const { verb, group, resource, namespace, name } = attributes;
	const full = group === "" ? resource : `${resource}.${group}`;
	const target = name === undefined ? full : `${full} "${name}"`;
	const scope =
		namespace === undefined
			? "at the cluster scope"
			: `in the namespace "${namespace}"`;
	return new StatusError(
		403,
		"Forbidden",
		`${target} is forbidden: User "${userName}" cannot ${verb} resource "${pathOf(attributes)}" in API group "${group}" ${scope}`,
		{
			...(name === undefined ? {} : { name }),
			...(group === "" ? {} : { group }),
			kind: resource,
		},
	);
}

/** Returns the rules of all roles that are bound to the user in the whole cluster and, if a namespace is given, in that namespace. */
export function rulesOf(
	store: Store,
	user: User,
	namespace: string | undefined,
): readonly PolicyRule[] {
	const inCluster = store
		.list("clusterrolebindings")
		.filter((binding) => isSubject(binding, user))
		.flatMap(({ roleRef }) => store.get("clusterroles", roleRef.name) ?? []);
	const inNamespace =
		namespace === undefined
			? []
			: store
					.list("rolebindings", namespace)
					.filter((binding) => isSubject(binding, user))
					.flatMap(
						({ roleRef: { kind, name } }) =>
							(kind === "Role"
								? store.get("roles", name, namespace)
								: store.get("clusterroles", name)) ?? [],
					);
	return [...inCluster, ...inNamespace].flatMap(({ rules }) => rules ?? []);
}

function isSubject({ subjects = [] }: RoleBinding, user: User): boolean {
	return subjects.some(({ kind, name, namespace }) => {
		switch (kind) {
			case "User":
				return name === user.name;
			case "Group":
				return user.groups.includes(name);
			case "ServiceAccount":
				return user.name === `system:serviceaccount:${namespace}:${name}`;
			default:
				return false;
		}
	});
}

function coversResource(
	{ verbs, apiGroups = [], resources = [], resourceNames = [] }: PolicyRule,
	attributes: Attributes,
): boolean {
	const { verb, group, subresource, name } = attributes;
	return (
		includes(verbs, verb) &&
		includes(apiGroups, group) &&
		(includes(resources, pathOf(attributes)) ||
			(subresource !== undefined && resources.includes(`*/${subresource}`))) &&
		(resourceNames.length === 0 ||
			(name !== undefined && resourceNames.includes(name)))
	);
}

function coversPath(
	{ verbs, nonResourceURLs = [] }: PolicyRule,
	{ verb, path }: { readonly verb: string; readonly path: string },
): boolean {
	return (
		includes(verbs, verb) &&
		nonResourceURLs.some((pattern) =>
			pattern.endsWith("*")
				? path.startsWith(pattern.slice(0, -1))
				: path === pattern,
		)
	);
}

function pathOf({ resource, subresource }: Attributes): string {
	return subresource === undefined ? resource : `${resource}/${subresource}`;
}

function includes(allowed: readonly string[], value: string): boolean {
	return allowed.includes("*") || allowed.includes(value);
}
