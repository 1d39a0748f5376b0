import type { ClusterFlags } from "../kubernetes/cluster.ts";
import { defineFlags, type FlagValues } from "./flags.ts";

/**
 * kubectl's own connection flags (cli-runtime's ConfigFlags). kubectl refuses them before a plugin's name, so users put them after it.
 */
export const CLUSTER_FLAGS = defineFlags({
	kubeconfig: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "cluster",
		help: "Path to the kubeconfig file to use for CLI requests.",
	},
	context: {
		kind: "string",
		placeholder: "NAME",
		complete: "context",
		group: "cluster",
		help: "The name of the kubeconfig context to use.",
	},
	cluster: {
		kind: "string",
		placeholder: "NAME",
		complete: "cluster",
		group: "cluster",
		help: "The name of the kubeconfig cluster to use.",
	},
	user: {
		kind: "string",
		placeholder: "NAME",
		complete: "user",
		group: "cluster",
		help: "The name of the kubeconfig user to use.",
	},
	namespace: {
		kind: "string",
		short: "n",
		placeholder: "NAME",
		complete: "namespace",
		group: "cluster",
		help: "The namespace of the targets.",
	},
	server: {
		kind: "string",
		short: "s",
		placeholder: "URL",
		group: "cluster",
		help: "The address and port of the Kubernetes API server.",
	},
	token: {
		kind: "string",
		placeholder: "TOKEN",
		group: "cluster",
		help: "Bearer token for authentication to the API server.",
	},
	as: {
		kind: "string",
		placeholder: "USER",
		group: "cluster",
		help: "Username to impersonate for the operation.",
	},
	"as-group": {
		kind: "strings",
		placeholder: "GROUP",
		group: "cluster",
		help: "Group to impersonate for the operation; repeatable.",
	},
	"as-uid": {
		kind: "string",
		placeholder: "UID",
		group: "cluster",
		help: "UID to impersonate for the operation.",
	},
	"as-user-extra": {
		kind: "strings",
		placeholder: "KEY=VALUE",
		group: "cluster",
		help: "Extra field of the impersonated user; repeatable.",
	},
	"certificate-authority": {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "cluster",
		help: "Path to a certificate file for the authority of the API server.",
	},
	"client-certificate": {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "cluster",
		help: "Path to a client certificate file for the API server.",
	},
	"client-key": {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "cluster",
		help: "Path to a client key file for the API server.",
	},
	"tls-server-name": {
		kind: "string",
		placeholder: "NAME",
		group: "cluster",
		help: "Server name to use for the API server's certificate, instead of the host contacted.",
	},
	"insecure-skip-tls-verify": {
		kind: "boolean",
		group: "cluster",
		help: "Do not check the API server's certificate. This makes the connection insecure.",
	},
	"proxy-url": {
		kind: "string",
		placeholder: "URL",
		group: "cluster",
		help: "The proxy for requests to the API server.",
	},
	"request-timeout": {
		kind: "duration",
		placeholder: "DURATION",
		group: "cluster",
		help: "How long to wait for one answer of the API server. A number without a unit means seconds; 0 means no limit. A watch continues after it.",
		default: "0",
		unitless: "seconds",
	},
	kuberc: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "cluster",
		help: "Path to the kuberc file. Its policy says which exec plugins may run.",
	},
	"cache-dir": {
		kind: "string",
		placeholder: "FOLDER",
		complete: "folder",
		group: "cluster",
		help: "Keep schemas in FOLDER/kubectl-grpc, instead of in the user's cache folder.",
	},
	"disable-compression": {
		kind: "boolean",
		group: "cluster",
		help: "Opt out of response compression for requests to the API server.",
	},
});

/** Returns the parsed flags under the names of {@link ClusterFlags}. */
export function clusterFlagsOf(
	values: FlagValues<typeof CLUSTER_FLAGS>,
): ClusterFlags {
	return {
		kubeconfig: values.kubeconfig,
		context: values.context,
		cluster: values.cluster,
		user: values.user,
		namespace: values.namespace,
		server: values.server,
		token: values.token,
		as: values.as,
		asUid: values["as-uid"],
		certificateAuthority: values["certificate-authority"],
		clientCertificate: values["client-certificate"],
		clientKey: values["client-key"],
		tlsServerName: values["tls-server-name"],
		proxyUrl: values["proxy-url"],
		kuberc: values.kuberc,
		asGroup: values["as-group"],
		asUserExtra: values["as-user-extra"],
		insecureSkipTlsVerify: values["insecure-skip-tls-verify"],
		disableCompression: values["disable-compression"],
		requestTimeoutMs: values["request-timeout"],
	};
}
