import type { WebSocket } from "ws";
import { untilAborted } from "../../../abort.ts";
import { PluginError } from "../../../errors.ts";
import { connectionError } from "../../api/connection-error.ts";
import { withRetries } from "../../api/retry.ts";
import type { Cluster, Credentials } from "../../cluster.ts";
import { type PodAddress, podPath } from "../address.ts";
import { type Dialled, dial } from "./dial.ts";
import { mangledError, refusalError } from "./refusal-error.ts";

/** The step that an upgrade waits for. */
export type UpgradeStep =
	| { readonly kind: "credentials" }
	/** TCP and TLS. */
	| { readonly kind: "connection" }
	| { readonly kind: "answer" }
	/** The pause before another attempt, and why it is needed. */
	| { readonly kind: "pause"; readonly refusal: PluginError };

type UpgradeOptions = {
	readonly signal: AbortSignal;
	readonly onStep: (step: UpgradeStep) => void;
};

/**
 * Returns an open, paused WebSocket for a port-forward. It renews refused credentials once, and tries again a few times when the API
 * server throttles or is unavailable.
 * @throws PluginError as `openTunnel` lists them for the opening
 */
export function upgrade(
	cluster: Cluster,
	address: PodAddress,
	options: UpgradeOptions,
): Promise<WebSocket> {
	const attempt = async () => {
		try {
			return await upgradeOnce(cluster, address, options);
		} catch (refusal) {
			if (refusal instanceof PluginError)
				options.onStep({ kind: "pause", refusal });
			throw refusal;
		}
	};
	return withRetries(attempt, options.signal);
}

async function upgradeOnce(
	cluster: Cluster,
	address: PodAddress,
	{ signal, onStep }: UpgradeOptions,
): Promise<WebSocket> {
	const path = `${podPath(address)}/portforward?ports=${address.port}`;
	const dialAs = async (refused?: Credentials) => {
		onStep({ kind: "credentials" });
		const held = await untilAborted(cluster.credentials(refused), signal);
		onStep({ kind: "connection" });
		const onConnected = () => onStep({ kind: "answer" });
		const dialled = await dial(cluster, path, held, { signal, onConnected });
		return { dialled, held };
	};
	let { dialled, held } = await dialAs();
	if (isUnauthorized(dialled)) ({ dialled, held } = await dialAs(held));
	switch (dialled.kind) {
		case "open":
			return dialled.socket;
		case "refused":
			throw refusalError(dialled.refusal, address, cluster, held);
		case "mangled":
			throw mangledError(dialled.cause, cluster.server);
		case "failed":
			throw connectionError(dialled.cause, cluster);
	}
}

function isUnauthorized(dialled: Dialled): boolean {
	return dialled.kind === "refused" && dialled.refusal.status === 401;
}
