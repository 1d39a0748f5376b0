import { PluginError } from "../../../errors.ts";
import type { PodAddress } from "../address.ts";

/** The API server's RBAC message: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go. */
const RBAC_MESSAGE =
	/User "(?<user>[^"]*)" cannot (?<verb>\w+) resource "pods\/portforward"/;

/**
 * A 403 for the upgrade. It is a GET, so RBAC asks for the verb get; from Kubernetes 1.35 also for create
 * (AuthorizePodWebsocketUpgradeCreatePermission).
 */
export function forbiddenError(
	said: string,
	{ namespace }: PodAddress,
	cause: Error,
): PluginError {
	const match = RBAC_MESSAGE.exec(said)?.groups;
	if (match === undefined)
		return new PluginError(
			"forbidden",
			`port-forward to pods in namespace "${namespace}" is forbidden: ${said}`,
			{ cause },
		);
	const { user = "", verb = "" } = match;
	return new PluginError(
		"forbidden",
		`port-forward to pods in namespace "${namespace}" is forbidden for user "${user}"`,
		{
			cause,
			facts: { user, verb, resource: "pods/portforward", namespace },
			hint: [
				"needs  get on pods/portforward (and create, from Kubernetes 1.35)",
				`try    kubectl create role grpc-port-forward -n ${namespace} --verb=get,create --resource=pods/portforward`,
				`       kubectl create rolebinding grpc-port-forward -n ${namespace} --role=grpc-port-forward ${subject(user)}`,
			],
		},
	);
}

function subject(user: string): string {
	const account = /^system:serviceaccount:([\w.-]+:[\w.-]+)$/.exec(user);
	if (account) return `--serviceaccount=${account[1]}`;
	return /^[\w.@:+-]+$/.test(user) ? `--user=${user}` : "--user=USER";
}
