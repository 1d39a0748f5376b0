import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	firstObjects,
	namespace as namespaceObject,
} from "./bootstrap/first-objects.ts";
import { type Authority, createAuthority } from "./certificate/certificate.ts";
import type { SandboxControl } from "./control.ts";
import { createIdentities, type Identity } from "./identities.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import {
	controlOf,
	createAll,
	createMachinery,
	type Machinery,
	type MachineryOptions,
	stopMachinery,
} from "./machinery.ts";
import type { Scenario } from "./scenarios/scenario.ts";

export type SandboxOptions = MachineryOptions & {
	/** What to run. Default: nothing. */
	readonly scenario?: Scenario;
	/** The namespace of the scenario and of the kubeconfig's contexts. Default `default`. */
	readonly namespace?: string;
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

async function prepare(
	control: SandboxControl,
	scenario: Scenario | undefined,
	signal: AbortSignal,
): Promise<void> {
	await control.settled({ signal });
	await scenario?.after?.(control, signal);
	await control.settled({ signal });
}
