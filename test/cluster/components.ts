// The cluster's processes: their arguments, and how each is started, watched and stopped.
import { spawn } from "node:child_process";
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { certificatePath, keyPath } from "./certificates.ts";
import { containerdConfigPath, kubeletConfigPath } from "./configuration.ts";
import { tokenFilePath } from "./kubeconfigs.ts";
import { insideNetwork } from "./network.ts";
import {
	identify,
	isAlive,
	type ProcessIdentity,
	stopProcess,
} from "./processes.ts";
import {
	addresses,
	type Cluster,
	kubeconfigPath,
	NODE_NAME,
	programPath,
} from "./state.ts";

export type ComponentName = keyof typeof ARGUMENTS;

const ARGUMENTS = {
	etcd: (cluster: Cluster) => [
		programPath(cluster, "etcd"),
		"--data-dir",
		join(cluster.folder, "etcd"),
		"--unsafe-no-fsync", // etcd's data does not outlive the tests
		"--listen-client-urls",
		addresses.etcd,
		"--advertise-client-urls",
		addresses.etcd,
	],
	"kube-apiserver": (cluster: Cluster) => [
		programPath(cluster, "kube-apiserver"),
		`--etcd-servers=${addresses.etcd}`,
		`--advertise-address=${addresses.node}`,
		`--service-cluster-ip-range=${addresses.services}`,
		`--tls-cert-file=${certificatePath(cluster, "apiserver")}`,
		`--tls-private-key-file=${keyPath(cluster, "apiserver")}`,
		`--client-ca-file=${certificatePath(cluster, "ca")}`,
		`--token-auth-file=${tokenFilePath(cluster)}`,
		"--authorization-mode=Node,RBAC",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		`--service-account-key-file=${certificatePath(cluster, "service-account")}`,
		`--service-account-signing-key-file=${keyPath(cluster, "service-account")}`,
		`--kubelet-certificate-authority=${certificatePath(cluster, "ca")}`,
		`--kubelet-client-certificate=${certificatePath(cluster, "apiserver-kubelet-client")}`,
		`--kubelet-client-key=${keyPath(cluster, "apiserver-kubelet-client")}`,
		"--kubelet-preferred-address-types=InternalIP,Hostname",
		"--allow-privileged",
	],
	containerd: (cluster: Cluster) => [
		"containerd",
		"--config",
		containerdConfigPath(cluster),
	],
	"kube-controller-manager": (cluster: Cluster) => [
		programPath(cluster, "kube-controller-manager"),
		`--kubeconfig=${kubeconfigPath(cluster, "controller-manager")}`,
		"--leader-elect=false",
		"--bind-address=127.0.0.1",
		"--use-service-account-credentials",
		// With the default of 20 a second, the controllers' start would be the longest part of the cluster's.
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
		`--service-account-private-key-file=${keyPath(cluster, "service-account")}`,
		`--root-ca-file=${certificatePath(cluster, "ca")}`,
	],
	"kube-scheduler": (cluster: Cluster) => [
		programPath(cluster, "kube-scheduler"),
		`--kubeconfig=${kubeconfigPath(cluster, "scheduler")}`,
		"--leader-elect=false",
		"--bind-address=127.0.0.1",
	],
	kubelet: (cluster: Cluster) => [
		programPath(cluster, "kubelet"),
		`--kubeconfig=${kubeconfigPath(cluster, "kubelet")}`,
		`--config=${kubeletConfigPath(cluster)}`,
		`--root-dir=${join(cluster.folder, "kubelet")}`,
		`--cert-dir=${join(cluster.folder, "kubelet-certificates")}`,
		`--hostname-override=${NODE_NAME}`,
		`--node-ip=${addresses.node}`,
	],
	"kube-proxy": (cluster: Cluster) => [
		programPath(cluster, "kube-proxy"),
		`--kubeconfig=${kubeconfigPath(cluster, "proxy")}`,
		`--hostname-override=${NODE_NAME}`,
		"--proxy-mode=iptables",
		`--cluster-cidr=${addresses.pods}`,
		// 0 leaves the machine's connection tracking unchanged. It is shared by all its network namespaces.
		"--conntrack-max-per-core=0",
		"--conntrack-tcp-timeout-established=0",
		"--conntrack-tcp-timeout-close-wait=0",
	],
} as const;

/** Every component, in the order of starting. */
export const COMPONENTS: readonly ComponentName[] = [
	"etcd",
	"kube-apiserver",
	"containerd",
	"kube-controller-manager",
	"kube-scheduler",
	"kubelet",
	"kube-proxy",
];

/** Starts a component inside the cluster's network, detached from this process, and records its identity. */
export function startComponent(cluster: Cluster, name: ComponentName): void {
	const [program = "", ...args] = insideNetwork(
		cluster,
		ARGUMENTS[name](cluster),
	);
	const log = openSync(logPath(cluster, name), "a");
	const child = spawn(program, args, {
		cwd: cluster.folder,
		detached: true,
		// The caller's environment is not passed on: an HTTPS_PROXY in it would catch the API server's calls to the kubelet.
		env: {
			PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			HOME: cluster.folder,
		},
		stdio: ["ignore", log, log],
	});
	closeSync(log);
	child.on("error", () => {}); // then there is no pid, which is checked below
	child.unref();
	const identity = child.pid === undefined ? undefined : identify(child.pid);
	if (identity === undefined)
		throw new Error(`${name} did not start: ${logTail(cluster, name)}`);
	mkdirSync(join(cluster.folder, "pids"), { recursive: true });
	writeFileSync(pidPath(cluster, name), JSON.stringify(identity));
}

/** Stops a component, by SIGKILL when it takes longer than the grace period. Does nothing when it does not run. */
export async function stopComponent(
	cluster: Cluster,
	name: ComponentName,
	options: { readonly graceMs: number },
): Promise<void> {
	const identity = componentProcess(cluster, name);
	if (identity === undefined) return;
	await stopProcess(identity, options);
	rmSync(pidPath(cluster, name), { force: true });
}

/** Stops (SIGSTOP) or continues (SIGCONT) a running component. */
export function signalComponent(
	cluster: Cluster,
	name: ComponentName,
	signal: "SIGSTOP" | "SIGCONT",
): void {
	const identity = componentProcess(cluster, name);
	if (identity !== undefined && isAlive(identity)) {
		process.kill(identity.pid, signal);
	}
}

/** Returns the component's process as it was started, running or not; undefined when it was not started or was stopped. */
export function componentProcess(
	cluster: Cluster,
	name: ComponentName,
): ProcessIdentity | undefined {
	if (!existsSync(pidPath(cluster, name))) return undefined;
	const identity: ProcessIdentity = JSON.parse(
		readFileSync(pidPath(cluster, name), "utf8"),
	);
	return identity;
}

/** Throws when a started component has ended by itself. The error holds the end of its log. */
export function checkComponents(cluster: Cluster): void {
	for (const name of COMPONENTS) {
		const identity = componentProcess(cluster, name);
		if (identity !== undefined && !isAlive(identity)) {
			throw new Error(`${name} has ended by itself: ${logTail(cluster, name)}`);
		}
	}
}

function pidPath(cluster: Cluster, name: ComponentName): string {
	return join(cluster.folder, "pids", `${name}.json`);
}

function logPath(cluster: Cluster, name: ComponentName): string {
	mkdirSync(join(cluster.folder, "logs"), { recursive: true });
	return join(cluster.folder, "logs", `${name}.log`);
}

function logTail(cluster: Cluster, name: ComponentName): string {
	return `\n${readFileSync(logPath(cluster, name), "utf8").trimEnd().split("\n").slice(-15).join("\n")}`;
}
