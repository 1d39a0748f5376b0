// Creates objects in the cluster and returns its pods and their addresses. Tests reach pods at their own addresses, since
// they run inside the cluster's network.
import { programPath } from "./control.ts";
import { call } from "./shell.ts";
import { eventually } from "./wait.ts";

/** The test server's image. `v2` is the same program under another name. */
export const SERVER_IMAGE = "kubectl-grpc.test/user-service:v1";

/** The grace period of the pods that serverPod makes, from SIGTERM to SIGKILL. */
export const GRACE_SECONDS = 3;

/** Runs the cluster's own kubectl as admin and returns its output. */
export function kubectl(
	args: readonly string[],
	input?: string,
): Promise<string> {
	return call(programPath("kubectl"), args, { input });
}

/** Applies objects and does not wait for them. */
export async function apply(...objects: readonly object[]): Promise<void> {
	const list = { apiVersion: "v1", kind: "List", items: objects };
	await kubectl(["apply", "--filename", "-"], JSON.stringify(list));
}

/** Makes a namespace for one test file, ready for pods. It first deletes what an earlier run left in it. */
export async function createNamespace(name: string): Promise<void> {
	await kubectl([
		"delete",
		"namespace",
		name,
		"--ignore-not-found",
		"--timeout=60s",
	]);
	await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
	await kubectl([
		"wait",
		"serviceaccount/default",
		"--namespace",
		name,
		"--for=create",
		"--timeout=30s",
	]);
}

/** Deletes a namespace with all that is in it, and does not wait for that. */
export async function deleteNamespace(name: string): Promise<void> {
	await kubectl(["delete", "namespace", name, "--wait=false"]);
}

/** Variables of the test server's environment. */
export type Environment = Readonly<Record<string, string>>;

/** Returns a pod of the test server. Some variables have plain values, others come from the keys of a Secret. */
export function serverPod(
	metadata: { readonly namespace: string; readonly name: string },
	environment: Environment,
	secret: { readonly name: string; readonly keys: Environment } = {
		name: "",
		keys: {},
	},
): object {
	const env = [
		{ name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
		...Object.entries(environment).map(([name, value]) => ({ name, value })),
		...Object.entries(secret.keys).map(([name, key]) => ({
			name,
			valueFrom: { secretKeyRef: { name: secret.name, key } },
		})),
	];
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata,
		spec: {
			restartPolicy: "Never",
			terminationGracePeriodSeconds: GRACE_SECONDS,
			containers: [
				{ name: "server", image: SERVER_IMAGE, imagePullPolicy: "Never", env },
			],
		},
	};
}

/** Waits for a line in a pod's log that begins with `prefix`, and returns it. */
export async function logLine(
	namespace: string,
	pod: string,
	prefix: string,
): Promise<string> {
	let found: string | undefined;
	const printed = async () => {
		const log = await kubectl(["logs", pod, "--namespace", namespace]);
		found = log.split("\n").find((line) => line.startsWith(prefix));
		return found !== undefined;
	};
	await eventually(`${pod} to print "${prefix}"`, printed, {
		timeoutMs: 60_000,
		intervalMs: 250,
	});
	return found ?? "";
}

/** Waits until every pod of a namespace has an address. Returns the addresses by pod name. */
export async function podAddresses(
	namespace: string,
): Promise<ReadonlyMap<string, string>> {
	const lines =
		'jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}';
	let addresses: ReadonlyMap<string, string> = new Map();
	const allKnown = async () => {
		const printed = await kubectl([
			"get",
			"pods",
			"--namespace",
			namespace,
			"--output",
			lines,
		]);
		const pairs = printed
			.trimEnd()
			.split("\n")
			.map((line) => line.split(" "));
		addresses = new Map(
			pairs.map(([name = "", address = ""]) => [name, address]),
		);
		return [...addresses.values()].every((address) => address !== "");
	};
	await eventually("every pod to have an address", allKnown, {
		timeoutMs: 60_000,
		intervalMs: 250,
	});
	return addresses;
}
