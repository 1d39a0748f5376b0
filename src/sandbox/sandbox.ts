import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { TokenUsers } from "./api/authentication.ts";
import { SUPERUSERS } from "./api/authorization.ts";
import { createApiServer } from "./api/server.ts";
import { firstObjects, namespace as namespaceObject } from "./bootstrap.ts";
import {
	createAuthority,
	issueCertificate,
} from "./certificate/certificate.ts";
import { createControl, type SandboxControl } from "./control.ts";
import { createControlPlane, startControllers } from "./control-plane.ts";
import type { ControlPlane } from "./controllers/controller.ts";
import { kubeconfigText, writeKubeconfig } from "./kubeconfig.ts";
import { podEntry } from "./kubelet/entry.ts";
import { startKubelet } from "./kubelet/kubelet.ts";
import { resourceOfKind } from "./objects/kinds.ts";
import type { Manifest } from "./objects/metadata.ts";
import type { Scenario } from "./scenarios/scenario.ts";

export type SandboxOptions = {
	/** What to run; an empty cluster without. */
	readonly scenario?: Scenario;
	/** Where the scenario runs, and the namespace of the kubeconfig's contexts. Default `default`. */
	readonly namespace?: string;
	/** The module that pods run; default this bundle, or the pod's own module when run from source. */
	readonly podEntry?: string;
	/** The first back-off of a crashing container. Default 10 s, as Kubernetes has it; doubles with each crash. */
	readonly crashBackoffMs?: number;
	/** How often idle watches get a bookmark. Default 10 s (a real server: about a minute). */
	readonly bookmarkEveryMs?: number;
	/** Takes what should not have happened inside the sandbox. Default: nobody. */
	readonly onError?: (error: unknown) => void;
};

/** A running sandbox: a small Kubernetes on loopback, with child processes as pods. */
export type Sandbox = {
	/** A kubeconfig with the contexts `admin` (current), `admin-certificate`, `jane` (no rights) and `viewer` (reads, forwards no ports). */
	readonly kubeconfigPath: string;
	/** `https://127.0.0.1:PORT` */
	readonly server: string;
	readonly namespace: string;
	readonly control: SandboxControl;
	/** Resolves when the scenario has settled and its steps are done; see {@link SandboxControl.settled}. */
	readonly ready: Promise<void>;
	/** Ends all processes, closes the API server and removes the kubeconfig. May be called again. */
	stop(): Promise<void>;
};

/** Starts a sandbox. Resolves when the API server answers and the scenario's objects are created; its pods may still be starting. */
export async function startSandbox(
	options: SandboxOptions = {},
): Promise<Sandbox> {
	const { namespace = "default", onError = () => {} } = options;
	const authority = createAuthority("kubectl-grpc-sandbox");
	const plane = createControlPlane();
	const progress = new EventEmitter().setMaxListeners(0);
	const adminToken = randomBytes(16).toString("hex");
	const kubelet = startKubelet(plane, {
		entry: options.podEntry ?? podEntry(),
		crashBackoffMs: options.crashBackoffMs ?? 10_000,
		progressed: () => progress.emit("progress"),
		onError,
	});
	const apiServer = createApiServer(
		{
			...plane,
			kubelet,
			tokens: tokenUsers(adminToken),
			bookmarkEveryMs: options.bookmarkEveryMs ?? 10_000,
			onError,
		},
		{
			...issueCertificate(authority, {
				commonName: "kube-apiserver",
				usage: "server",
				names: ["127.0.0.1", "localhost", "kubernetes.default.svc"],
			}),
			clientCa: authority.cert,
		},
	);
	await apiServer.start();
	const server = `https://127.0.0.1:${apiServer.port()}`;
	const controllers = startControllers(plane, authority.cert, onError);
	const kubeconfig = await writeKubeconfig(
		kubeconfigText({
			server,
			authorityPem: authority.cert,
			namespace,
			identities: [
				{ name: "admin", token: adminToken },
				{
					name: "admin-certificate",
					certificate: issueCertificate(authority, {
						commonName: "admin",
						organizations: [SUPERUSERS],
						usage: "client",
					}),
				},
				{ name: "jane", token: "jane" },
				{ name: "viewer", token: "viewer" },
			],
		}),
	);
	const cleanUps: (() => void)[] = [];
	const control = createControl({
		...plane,
		kubelet,
		apiServer,
		namespace,
		isIdle: controllers.isIdle,
		onStop: (cleanUp) => cleanUps.push(cleanUp),
		onProgress: (listener) => {
			progress.on("progress", listener);
			const unsubscribe = plane.store.subscribe(listener);
			return () => {
				progress.off("progress", listener);
				unsubscribe();
			};
		},
	});
	createAll(plane, firstObjects(apiServer.port()));
	if (!plane.store.get("namespaces", namespace))
		createAll(plane, [namespaceObject(namespace)]);
	createAll(plane, options.scenario?.manifests() ?? [], namespace);

	const stopping = new AbortController();
	const ready = prepare(control, options.scenario, stopping.signal);
	// Who does not wait for it need not handle that the sandbox was stopped before.
	ready.catch(() => {});
	let stopped: Promise<void> | undefined;
	const stop = async () => {
		stopping.abort();
		controllers.stop();
		for (const cleanUp of cleanUps) cleanUp();
		await Promise.all([apiServer.stop(), kubelet.stop(), kubeconfig.remove()]);
	};
	return {
		kubeconfigPath: kubeconfig.path,
		server,
		namespace,
		control,
		ready,
		stop: () => {
			stopped ??= stop();
			return stopped;
		},
	};
}

function tokenUsers(adminToken: string): TokenUsers {
	return new Map([
		[adminToken, { name: "admin", groups: [SUPERUSERS] }],
		["jane", { name: "jane", groups: [] }],
		["viewer", { name: "viewer", groups: [] }],
	]);
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
