import { EventEmitter } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPrivateFolder, type PrivateFolder } from "../private-folder.ts";
import { type ApiServer, createApiServer } from "./api/server.ts";
import {
	firstObjects,
	namespace as namespaceObject,
} from "./bootstrap/first-objects.ts";
import {
	type Authority,
	createAuthority,
	issueCertificate,
} from "./certificate/certificate.ts";
import { createControl, type SandboxControl } from "./control.ts";
import { createControlPlane, startControllers } from "./control-plane.ts";
import type {
	ControllerManager,
	ControlPlane,
} from "./controllers/controller.ts";
import { createIdentities, type Identity } from "./identities.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { podEntry } from "./kubelet/entry.ts";
import { type Kubelet, startKubelet } from "./kubelet/kubelet.ts";
import { resourceOfKind } from "./objects/kinds.ts";
import type { Manifest } from "./objects/metadata.ts";
import type { Scenario } from "./scenarios/scenario.ts";

export type SandboxOptions = {
	/** What to run. Default: nothing. */
	readonly scenario?: Scenario;
	/** The namespace of the scenario and of the kubeconfig's contexts. Default `default`. */
	readonly namespace?: string;
	/** The first back-off of a crashing container, which doubles with each crash. Default 10 s, as in Kubernetes. */
	readonly crashBackoffMs?: number;
	/** How often watches get a bookmark. Default 10 s; in a real API server about a minute. */
	readonly bookmarkEveryMs?: number;
	/** Receives unexpected errors inside the sandbox. Default: they are ignored. */
	readonly onError?: (error: unknown) => void;
};

/** A running sandbox: a small Kubernetes on loopback with child processes as pods. */
export type Sandbox = {
	/**
	 * A kubeconfig with the contexts `admin` (current), `jane` (no rights) and `viewer` (may read but not forward
	 * ports).
	 */
	readonly kubeconfigPath: string;
	/** `https://127.0.0.1:PORT` */
	readonly server: string;
	readonly namespace: string;
	readonly control: SandboxControl;
	/** Resolves when the scenario is stable and its steps are done; see {@link SandboxControl.settled}. */
	readonly ready: Promise<void>;
	/** Ends all processes, closes the API server and removes the kubeconfig. Further calls wait for the same end. */
	stop(): Promise<void>;
};

/** The running parts of a sandbox. */
type Machinery = {
	readonly plane: ControlPlane;
	readonly folder: PrivateFolder;
	readonly kubelet: Kubelet;
	readonly apiServer: ApiServer;
	readonly controllers: ControllerManager;
	/** Emits `progress` for changes that are not in the store. */
	readonly progress: EventEmitter;
	readonly cleanUps: (() => void)[];
};

/** Starts a sandbox. Resolves when the API server answers and the scenario's objects exist. The pods may still be starting. */
export async function startSandbox(
	options: SandboxOptions = {},
): Promise<Sandbox> {
	const authority = createAuthority("kubectl-grpc-sandbox");
	const identities = createIdentities();
	const machinery = await createMachinery(authority, identities, options);
	try {
		return await startMachinery(machinery, authority, identities, options);
	} catch (caught) {
		await stopMachinery(machinery);
		throw caught;
	}
}

async function startMachinery(
	machinery: Machinery,
	authority: Authority,
	identities: readonly Identity[],
	{ namespace = "default", scenario }: SandboxOptions,
): Promise<Sandbox> {
	const { plane, folder, apiServer } = machinery;
	await apiServer.start();
	const server = `https://127.0.0.1:${apiServer.port()}`;
	const kubeconfigPath = join(folder.path, "kubeconfig");
	const kubeconfig = kubeconfigText({
		server,
		authorityPem: authority.cert,
		namespace,
		identities,
	});
	await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
	createAll(plane, firstObjects(apiServer.port()));
	if (!plane.store.get("namespaces", namespace))
		createAll(plane, [namespaceObject(namespace)]);
	createAll(plane, scenario?.manifests() ?? [], namespace);
	const control = controlOf(machinery, namespace);
	const stopping = new AbortController();
	const ready = prepare(control, scenario, stopping.signal);
	// A caller that does not await this must not get an unhandled rejection when the sandbox is stopped earlier.
	ready.catch(() => {});
	let stopped: Promise<void> | undefined;
	return {
		kubeconfigPath,
		server,
		namespace,
		control,
		ready,
		stop: () => {
			stopping.abort();
			stopped ??= stopMachinery(machinery);
			return stopped;
		},
	};
}

/** Creates all parts. The API server does not listen yet. */
async function createMachinery(
	authority: Authority,
	identities: readonly Identity[],
	options: SandboxOptions,
): Promise<Machinery> {
	const { onError = () => {} } = options;
	const folder = createPrivateFolder("sandbox");
	const plane = createControlPlane();
	const progress = new EventEmitter().setMaxListeners(0);
	const kubelet = startKubelet(plane, {
		entry: podEntry(),
		compileCache: join(folder.path, "compiled"),
		crashBackoffMs: options.crashBackoffMs ?? 10_000,
		progressed: () => progress.emit("progress"),
		onError,
	});
	const { bookmarkEveryMs = 10_000 } = options;
	const tokens = new Map(identities.map(({ token, user }) => [token, user]));
	const apiServer = createApiServer(
		{ ...plane, kubelet, tokens, bookmarkEveryMs, onError },
		issueCertificate(authority, {
			commonName: "kube-apiserver",
			usage: "server",
			names: ["127.0.0.1", "localhost", "kubernetes.default.svc"],
		}),
	);
	const controllers = startControllers(plane, onError);
	const cleanUps: (() => void)[] = [];
	return { plane, folder, kubelet, apiServer, controllers, progress, cleanUps };
}

async function stopMachinery(machinery: Machinery): Promise<void> {
	machinery.controllers.stop();
	for (const cleanUp of machinery.cleanUps) cleanUp();
	await Promise.all([machinery.apiServer.stop(), machinery.kubelet.stop()]);
	await machinery.folder.remove();
}

function controlOf(machinery: Machinery, namespace: string): SandboxControl {
	const { plane, kubelet, apiServer, controllers, progress } = machinery;
	return createControl({
		store: plane.store,
		kubelet,
		apiServer,
		namespace,
		isIdle: controllers.isIdle,
		onStop: (cleanUp) => machinery.cleanUps.push(cleanUp),
		onProgress: (listener) => {
			progress.on("progress", listener);
			const unsubscribe = plane.store.subscribe(listener);
			return () => {
				progress.off("progress", listener);
				unsubscribe();
			};
		},
	});
}

function createAll(
	{ registry }: ControlPlane,
	manifests: readonly Manifest[],
	namespace?: string,
): void {
	for (const manifest of manifests) {
		const type = resourceOfKind(manifest.apiVersion, manifest.kind);
		if (!type)
			throw new Error(
				`the sandbox has no ${manifest.kind} of ${manifest.apiVersion}`,
			);
		registry.create(type.name, manifest, {
			namespace: type.scope === "namespaced" ? namespace : undefined,
		});
	}
}

async function prepare(
	control: SandboxControl,
	scenario: Scenario | undefined,
	signal: AbortSignal,
): Promise<void> {
	await control.settled({ signal });
	await scenario?.after?.(control, signal);
	await control.settled({ signal });
}
