import { PluginError } from "../../errors.ts";
import type { KubernetesStatus } from "./kubernetes-status.ts";
import type { Facts, RefusedRequest } from "./refusal.ts";
import { type RequestSubject, resourceName } from "./request-subject.ts";
import { roleHint } from "./role-hint.ts";

/**
 * The error for a 403. It names the missing permission and the role that grants it. Its facts hold the `user` as the API server knows
 * them.
 */
export function forbiddenError(
	{ subject, cluster }: RefusedRequest,
	status: KubernetesStatus,
	facts: Facts,
): PluginError {
	const message = status.message ?? "";
	const { user, verb } =
		/User "(?<user>[^"]*)" cannot (?<verb>\S+)/.exec(message)?.groups ?? {};
	// Only RBAC and similar authorizers say "cannot".
	if (user === undefined)
		return new PluginError(
			"forbidden",
			message || "the API server forbids it",
			{
				facts,
				hint: [
					"the refusal is not about a missing role: look at the server's message",
				],
			},
		);
	if (IMPERSONATING.test(verb ?? ""))
		return new PluginError(
			"forbidden",
			`impersonation is forbidden for user "${user}"`,
			{
				facts: { ...facts, user },
				hint: [
					"needs  impersonate on the users and groups that --as, --as-group or the kubeconfig name",
					`the server says: ${message}`,
				],
			},
		);
	const anonymous = user === "system:anonymous";
	return new PluginError(
		"forbidden",
		`${actionOf(subject)} is forbidden for user "${user}"`,
		{
			facts: { ...facts, user },
			hint: anonymous
				? [
						`no credentials were sent: user "${cluster.userName ?? ""}" of the kubeconfig has none`,
					]
				: [...roleHint(subject, user), ...explanation(message)],
		},
	);
}

/**
 * The verb where the caller may not act as the user that the request names. Since Kubernetes 1.36 it is often one of KEP-5284, such as
 * `impersonate-on:user-info:list` on what was asked for.
 */
const IMPERSONATING = /^impersonate(?:-on)?(?::|$)/;

/** Returns the text that an authorizer adds behind the standard sentence, such as RBAC's missing roles. */
function explanation(message: string): readonly string[] {
	const added =
		/(?:in the namespace "[^"]*"|at the cluster scope): (?<why>.+)$/s.exec(
			message,
		)?.groups?.["why"];
	return added ? [`the server adds: ${added}`] : [];
}

/** The message of an admission policy or webhook, whatever its status and reason (apiserver, pkg/admission/plugin). */
const DENIAL =
	/(?:ValidatingAdmissionPolicy '[^']*' with binding '[^']*'|admission webhook "[^"]*") denied (?:the )?request.*/s;

/** The error for a request that an admission policy or webhook denies, which no role changes. Undefined for any other refusal. */
export function denialError(
	{ subject }: RefusedRequest,
	{ message = "" }: KubernetesStatus,
	facts: Facts,
): PluginError | undefined {
	const denial = DENIAL.exec(message)?.[0];
	if (denial === undefined) return;
	return new PluginError(
		"forbidden",
		`${actionOf(subject)} is forbidden: ${denial}`,
		{
			facts,
			hint: [
				"no role helps: it is a rule of the cluster, for whoever keeps it to lift",
			],
		},
	);
}

/** Returns the action as a clause: `port-forward to pods in namespace "shop"`, `listing pods in all namespaces`. */
function actionOf(subject: RequestSubject): string {
	const { verb, subresource, resource = "this", namespace } = subject;
	const action =
		subresource === "portforward"
			? `port-forward to ${resource}`
			: `${ACTIONS[verb]} ${resourceName(subject)}`;
	return namespace === undefined
		? `${action} in all namespaces`
		: `${action} in namespace "${namespace}"`;
}

const ACTIONS = { get: "reading", list: "listing", watch: "watching" };
