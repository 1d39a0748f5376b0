import { randomBytes } from "node:crypto";
import { openPodChannel } from "../../../src/cli/connect.ts";
import type { HealthReport } from "../../../src/commands/health/report.ts";
import {
	type ApiClient,
	createApiClient,
	type ObjectReader,
} from "../../../src/kubernetes/api.ts";
import { type Cluster, loadCluster } from "../../../src/kubernetes/cluster.ts";
import {
	type SliceObject,
	sliceObject,
} from "../../../src/kubernetes/objects/endpoint-slice.ts";
import {
	type PodObject,
	podObject,
} from "../../../src/kubernetes/objects/pod-object.ts";
import { resolvePods } from "../../../src/kubernetes/targets/resolve-pods.ts";
import { type Finished, runInProcess } from "../../in-process.ts";
import { type Action, accessUntil, type Verdict } from "./access.ts";
import { podAddress, relayTo } from "./addresses.ts";
import { collectionPath, writeApi } from "./api-writer.ts";
import { type Backend, openBackend, type User } from "./backend.ts";
import { startGateway } from "./gateway.ts";
import type { Manifest } from "./manifests.ts";
import { BARE, type Running, startPlugin } from "./plugin.ts";
import { parseResult } from "./schema.ts";
import { textFields } from "./text-fields.ts";

/** A namespace of its own on the cluster under test. A scenario uses the sandbox and a real Kubernetes in the same way. */
export type TestCluster = AsyncDisposable & {
	readonly kind: Backend["kind"];
	readonly namespace: string;
	/** The path of the admin's kubeconfig, for programs that `run` does not start. */
	readonly kubeconfig: string;
	readonly create: (...manifests: readonly Manifest[]) => Promise<void>;
	readonly patch: (manifest: Manifest, change: object) => Promise<void>;
	readonly remove: (
		manifest: Manifest,
		options?: { readonly graceSeconds: number },
	) => Promise<void>;
	/** Resolves when the API server gives the wanted verdict. It reads Roles and bindings some time after they are written. */
	readonly access: (
		user: User,
		action: Action,
		verdict: Verdict,
	) => Promise<void>;
	/** Resolves when the pods of the namespace are as wanted. It follows them by a watch. */
	readonly pods: (
		wanted: (pods: readonly PodObject[]) => boolean,
		what: string,
	) => Promise<readonly PodObject[]>;
	/** Resolves when a Service has so many ready endpoints. They come after the pods are Ready. */
	readonly endpoints: (service: string, count: number) => Promise<void>;
	/** Resolves when `app` has so many pods and all are Ready. Returns their names. */
	readonly ready: (app: string, count?: number) => Promise<readonly string[]>;
	readonly setHealth: (
		pod: string,
		service: string,
		status: "SERVING" | "NOT_SERVING",
	) => Promise<void>;
	/** Adds one user to the list of a pod's test server. */
	readonly createUser: (pod: string, name: string) => Promise<void>;
	/** Returns `HOST:PORT` of a pod's port, for a client outside Kubernetes. */
	readonly address: (pod: string, port?: number) => Promise<string>;
	/**
	 * Runs the plugin to its end in this process. Starting Node.js for each of a thousand runs would take half of a suite's
	 * time.
	 */
	readonly run: (args: readonly string[], user?: User) => Promise<Finished>;
	/** Starts the plugin as people install it: krew's executable on the real cluster, npm's file on the sandbox. */
	readonly start: (args: readonly string[], user?: User) => Running;
	/** Returns what a shell gets for a command line whose last word is being typed. */
	readonly complete: (
		words: readonly string[],
		user?: User,
	) => Promise<Finished>;
	/** Runs `health ARGS -o json`. Returns its report, checked against the schema, and its exit status. */
	readonly health: (
		...args: readonly string[]
	) => Promise<{ readonly report: HealthReport; readonly status: number }>;
	/** Returns the URL of a gateway in front of the API server that lets no port-forward through. */
	readonly gateway: () => Promise<string>;
	readonly stopApiServer: () => Promise<void>;
	readonly startApiServer: () => Promise<void>;
	/** Opens one more namespace of the same cluster. It must be closed before this one. */
	readonly another: () => Promise<TestCluster>;
};

/** The longest wait for pods, in milliseconds. A loaded CI machine needs this long; a wrong expectation waits for all of it. */
const PATIENCE_MS = 90_000;

/** Opens the cluster that KUBECTL_GRPC_TEST_CLUSTER names, by default the sandbox, with a new namespace. */
export async function openCluster(): Promise<TestCluster> {
	const backend = await openBackend();
	const cluster = await openNamespace(backend);
	return {
		...cluster,
		async [Symbol.asyncDispose]() {
			await cluster[Symbol.asyncDispose]();
			await backend.close();
		},
	};
}

async function openNamespace(backend: Backend): Promise<TestCluster> {
	const namespace = `t-${randomBytes(4).toString("hex")}`;
	const cluster = await loadCluster(
		{ namespace },
		{ KUBECONFIG: backend.kubeconfig("admin").path },
	);
	const api = createApiClient(cluster);
	const opened = new DisposableStack();
	const own: Manifest = {
		apiVersion: "v1",
		kind: "Namespace",
		metadata: { name: namespace },
	};
	await writeApi(cluster, "POST", collectionPath(own, ""), own);
	const pods = (
		wanted: (pods: readonly PodObject[]) => boolean,
		what: string,
	) =>
		objectsUntil(
			api,
			`/api/v1/namespaces/${namespace}/pods`,
			podObject,
			wanted,
			(all) =>
				`${what}; there are ${all.map((pod) => `${pod.metadata?.name} ${pod.status?.phase}`).join(", ") || "no pods"}`,
		);
	const invocation = (args: readonly string[], user: User = "admin") => {
		const { path, context } = backend.kubeconfig(user);
		const chosen = context === undefined ? [] : ["--context", context];
		return [
			["-n", namespace, ...chosen, ...args],
			{ KUBECONFIG: path },
		] as const;
	};
	const run = (args: readonly string[], user?: User): Promise<Finished> => {
		const [argv, env] = invocation(args, user);
		return runInProcess(argv, { env: { ...BARE, ...env } });
	};
	return {
		kind: backend.kind,
		namespace,
		kubeconfig: backend.kubeconfig("admin").path,
		pods,
		run,
		start: (args, user) => startPlugin(...invocation(args, user)),
		complete: (words, user) => {
			const [line, env] = invocation(words, user);
			// The timeout counts from the start of the process, which is this test process.
			const patient = { KUBECTL_GRPC_COMPLETION_TIMEOUT: "2h" };
			return runInProcess(["__complete", ...line], {
				env: { ...BARE, ...env, ...patient },
			});
		},
		create: async (...manifests) => {
			for (const manifest of manifests)
				await writeApi(
					cluster,
					"POST",
					collectionPath(manifest, namespace),
					manifest,
				);
		},
		patch: async (manifest, change) => {
			await writeApi(cluster, "PATCH", objectPath(manifest, namespace), change);
		},
		remove: async (manifest, options) => {
			await writeApi(cluster, "DELETE", objectPath(manifest, namespace), {
				propagationPolicy: "Background",
				...(options === undefined
					? {}
					: { gracePeriodSeconds: options.graceSeconds }),
			});
		},
		access: (user, action, verdict) =>
			accessUntil(backend.kubeconfig(user), { namespace, ...action }, verdict),
		endpoints: async (service, count) => {
			await objectsUntil(
				api,
				`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
				sliceObject,
				(slices) => readyEndpoints(slices, service) === count,
				(slices) =>
					`${count} endpoints of ${service}; ${readyEndpoints(slices, service)} are ready`,
			);
		},
		ready: async (app, count = 1) =>
			(
				await pods(
					(all) => allReady(ofApp(all, app), count),
					`${count} ready pods of ${app}`,
				)
			)
				.filter((one) => one.metadata?.labels?.["app"] === app)
				.map((one) => one.metadata?.name ?? ""),
		address: async (pod, port = 50051) =>
			backend.kind === "sandbox"
				? opened.use(await relayTo(cluster, { namespace, pod, port })).address
				: podAddress(api, namespace, pod, port),
		setHealth: (pod, service, status) =>
			callPod(
				cluster,
				api,
				pod,
				// The API cannot send signals, so an RPC sets the status.
				"/kubectlgrpc.test.Steering/SetHealth",
				textFields(service, status),
			),
		createUser: (pod, name) =>
			callPod(
				cluster,
				api,
				pod,
				"/user.UserService/CreateUser",
				textFields(name),
			),
		health: async (...args) => {
			const { stdout, stderr, status } = await run([
				"health",
				...args,
				"-o",
				"json",
			]);
			if (stdout === "") throw new Error(`no report: ${stderr}`);
			return {
				report: parseResult<HealthReport>("HealthReport", stdout),
				status,
			};
		},
		gateway: async () => opened.use(await startGateway(cluster)).url,
		stopApiServer: backend.stopApiServer,
		startApiServer: backend.startApiServer,
		another: () => openNamespace(backend),
		async [Symbol.asyncDispose]() {
			opened.dispose();
			await writeApi(cluster, "DELETE", objectPath(own, ""), {});
			cluster.close();
		},
	};
}

function objectPath(manifest: Manifest, namespace: string): string {
	const { metadata } = manifest;
	const name =
		typeof metadata === "object" && metadata !== null && "name" in metadata
			? String(metadata.name)
			: "";
	return `${collectionPath(manifest, namespace)}/${name}`;
}

function ofApp(pods: readonly PodObject[], app: string): readonly PodObject[] {
	return pods.filter(({ metadata }) => metadata?.labels?.["app"] === app);
}

function allReady(pods: readonly PodObject[], count: number): boolean {
	return (
		pods.length === count &&
		pods.every((pod) =>
			pod.status?.conditions?.some(
				({ type, status }) => type === "Ready" && status === "True",
			),
		)
	);
}

function readyEndpoints(
	slices: readonly SliceObject[],
	service: string,
): number {
	return slices
		.filter(
			({ metadata }) =>
				metadata?.labels?.["kubernetes.io/service-name"] === service,
		)
		.flatMap(({ endpoints }) => endpoints)
		.filter((endpoint) => endpoint?.conditions?.ready === true).length;
}

/**
 * Follows objects by a watch until they are as wanted. @throws Error with `inVain` of the objects there are when the time is
 * over
 */
async function objectsUntil<T extends Pick<PodObject, "metadata">>(
	api: ApiClient,
	path: string,
	read: ObjectReader<T>,
	wanted: (objects: readonly T[]) => boolean,
	inVain: (objects: readonly T[]) => string,
): Promise<readonly T[]> {
	const seen = new Map<string, T>();
	const signal = AbortSignal.timeout(PATIENCE_MS);
	for await (const event of api.watch(path, read, { signal })) {
		if (event.type === "interrupted" || event.type === "synced") continue;
		const uid = event.object.metadata?.uid ?? "";
		if (event.type === "deleted") seen.delete(uid);
		else seen.set(uid, event.object);
		if (wanted([...seen.values()])) return [...seen.values()];
	}
	throw new Error(`waited in vain for ${inVain([...seen.values()])}`);
}

/** Makes one call through a channel of its own, from this process. @throws Error when it does not end with OK */
async function callPod(
	cluster: Cluster,
	api: ApiClient,
	pod: string,
	path: string,
	request: Uint8Array,
): Promise<void> {
	const signal = AbortSignal.timeout(PATIENCE_MS);
	const query = {
		namespace: cluster.namespace,
		scope: "namespace",
		targets: [
			{ kind: "workload", resource: "pods", group: undefined, name: pod },
		],
	} as const;
	const [target] = await resolvePods(api, query, { signal });
	if (target === undefined) throw new Error(`no pod ${pod}`);
	const options = {
		transport: { kind: "plaintext" },
		authority: undefined,
		connectTimeoutMs: 10_000,
	} as const;
	const channel = await openPodChannel(cluster, target, options, signal);
	const { status } = await channel.unary(path, request, { deadlineMs: 10_000 });
	channel.close();
	if (status.name !== "OK")
		throw new Error(`${path} of ${pod}: ${status.name} ${status.message}`);
}
