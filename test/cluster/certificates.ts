// The cluster's certificates, made by openssl: one authority, and a pair for each who speaks to another.
import { join } from "node:path";
import { call } from "./shell.ts";
import { addresses, type Cluster, NODE_NAME } from "./state.ts";

type Certificate = {
	readonly name: string;
	/** The user name, as Kubernetes reads a client certificate. */
	readonly commonName: string;
	/** The group, likewise. */
	readonly organization?: string;
	readonly alternativeNames?: string;
};

const CERTIFICATES: readonly Certificate[] = [
	{
		name: "apiserver",
		commonName: "kube-apiserver",
		alternativeNames: [
			"DNS:localhost",
			"DNS:kubernetes",
			"DNS:kubernetes.default",
			"DNS:kubernetes.default.svc",
			"DNS:kubernetes.default.svc.cluster.local",
			"IP:127.0.0.1",
			`IP:${addresses.node}`,
			`IP:${addresses.apiService}`,
		].join(","),
	},
	{
		name: "apiserver-kubelet-client",
		commonName: "kube-apiserver-kubelet-client",
		organization: "system:masters",
	},
	{
		name: "admin",
		commonName: "kubernetes-admin",
		organization: "system:masters",
	},
	{ name: "controller-manager", commonName: "system:kube-controller-manager" },
	{ name: "scheduler", commonName: "system:kube-scheduler" },
	{
		name: "kubelet",
		commonName: `system:node:${NODE_NAME}`,
		organization: "system:nodes",
	},
	{ name: "proxy", commonName: "system:kube-proxy" },
];

export function certificatePath(cluster: Cluster, name: string): string {
	return join(cluster.folder, `${name}.crt`);
}

export function keyPath(cluster: Cluster, name: string): string {
	return join(cluster.folder, `${name}.key`);
}

/** Makes the authority `ca`, every certificate above, and `service-account.key`, in the cluster's folder. */
export async function createCertificates(cluster: Cluster): Promise<void> {
	await call("openssl", [
		...requestArguments(cluster, "ca", "/CN=kubernetes"),
		...extension("basicConstraints=critical,CA:TRUE"),
		...extension("keyUsage=critical,keyCertSign,cRLSign"),
	]);
	const serviceAccountKey = [
		"genrsa",
		"-out",
		keyPath(cluster, "service-account"),
		"2048",
	];
	await Promise.all([
		call("openssl", serviceAccountKey),
		...CERTIFICATES.map((certificate) => issue(cluster, certificate)),
	]);
}

async function issue(
	cluster: Cluster,
	certificate: Certificate,
): Promise<void> {
	const { name, commonName, organization, alternativeNames } = certificate;
	const subject = `${organization === undefined ? "" : `/O=${organization}`}/CN=${commonName}`;
	await call("openssl", [
		...requestArguments(cluster, name, subject),
		...[
			"-CA",
			certificatePath(cluster, "ca"),
			"-CAkey",
			keyPath(cluster, "ca"),
		],
		...extension("basicConstraints=critical,CA:FALSE"),
		...extension("extendedKeyUsage=serverAuth,clientAuth"),
		...(alternativeNames === undefined
			? []
			: extension(`subjectAltName=${alternativeNames}`)),
	]);
}

/** `-CA` of `openssl req` is from OpenSSL 3.0 on, Debian 12's. */
function requestArguments(
	cluster: Cluster,
	name: string,
	subject: string,
): readonly string[] {
	return [
		...[
			"req",
			"-x509",
			"-newkey",
			"ec",
			"-pkeyopt",
			"ec_paramgen_curve:prime256v1",
			"-noenc",
			"-days",
			"30",
		],
		...[
			"-subj",
			subject,
			"-keyout",
			keyPath(cluster, name),
			"-out",
			certificatePath(cluster, name),
		],
	];
}

function extension(text: string): readonly string[] {
	return ["-addext", text];
}
