import { EventEmitter } from "node:events";
import { join } from "node:path";
import { createPrivateFolder, type PrivateFolder } from "../private-folder.ts";
import { type ApiServer, createApiServer } from "./api/server.ts";
import { type Authority, issueCertificate } from "./certificate/certificate.ts";
import { createControl, type SandboxControl } from "./control.ts";
import { createControlPlane, startControllers } from "./control-plane.ts";
import type {
	ControllerManager,
	ControlPlane,
} from "./controllers/controller.ts";
import type { Identity } from "./identities.ts";
import { podEntry } from "./kubelet/entry.ts";
import { type Kubelet, startKubelet } from "./kubelet/kubelet.ts";
import { resourceOfKind } from "./objects/kinds.ts";
import type { Manifest } from "./objects/metadata.ts";

export type MachineryOptions = {
	/** The first back-off of a crashing container, which doubles with each crash. Default 10 s, as in Kubernetes. */
	readonly crashBackoffMs?: number;
	/** How often watches get a bookmark. Default 10 s; in a real API server about a minute. */
	readonly bookmarkEveryMs?: number;
	/** Receives unexpected errors inside the sandbox. Default: they are ignored. */
	readonly onError?: (error: unknown) => void;
};

/** The running parts of a sandbox. */
export type Machinery = {
	readonly plane: ControlPlane;
	readonly folder: PrivateFolder;
	readonly kubelet: Kubelet;
	readonly apiServer: ApiServer;
	readonly controllers: ControllerManager;
	/** Emits `progress` for changes that are not in the store. */
	readonly progress: EventEmitter;
	readonly cleanUps: (() => void)[];
};

/** Creates all parts. The API server does not listen yet. */
export async function createMachinery(
	authority: Authority,
	identities: readonly Identity[],
	options: MachineryOptions,
): Promise<Machinery> {
	const folder = createPrivateFolder("sandbox");
	try {
		return assemble(folder, authority, identities, options);
	} catch (caught) {
		await folder.remove();
		throw caught;
	}
}

function assemble(
	folder: PrivateFolder,
	authority: Authority,
	identities: readonly Identity[],
	options: MachineryOptions,
): Machinery {
	const { onError = () => {} } = options;
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

/** Ends all parts, the processes of pods too. */
export async function stopMachinery(machinery: Machinery): Promise<void> {
	machinery.controllers.stop();
	for (const cleanUp of machinery.cleanUps) cleanUp();
	await Promise.all([machinery.apiServer.stop(), machinery.kubelet.stop()]);
	await machinery.folder.remove();
}

/** Returns the controls of a sandbox over its parts. */
export function controlOf(
	machinery: Machinery,
	namespace: string,
): SandboxControl {
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

/** Creates the objects of manifests; those of namespaced kinds in `namespace`, by default in their own. */
export function createAll(
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
