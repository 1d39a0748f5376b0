import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { PluginError } from "../../../errors.ts";
import type { Cluster } from "../../cluster.ts";
import { orAborted } from "../abort.ts";
import { type PodAddress, podPath } from "../address.ts";
import { connectError } from "./connect-error.ts";
import { type Dialled, dial } from "./dial.ts";
import { mangledError, refusalError } from "./refusal-error.ts";
import { retryPauseMs } from "./retry.ts";

/** What an opening waits for, in this order; `pause` comes before another round. */
export type UpgradeStep = "credentials" | "connection" | "answer" | "pause";

export type UpgradeOptions = {
	readonly signal: AbortSignal;
	readonly onStep: (step: UpgradeStep) => void;
};

/**
 * Gives an open, paused WebSocket for a port-forward. Credentials that are not accepted are renewed once; a cluster that is
 * throttling or not available is asked again a few times.
 * @throws PluginError as `openTunnel` lists them for the opening
 */
export async function upgrade(
	cluster: Cluster,
	address: PodAddress,
	options: UpgradeOptions,
): Promise<WebSocket> {
	for (let attempt = 1; ; attempt += 1) {
		let dialled = await dialAs("known", cluster, address, options);
		if (isUnauthorized(dialled))
			dialled = await dialAs("renewed", cluster, address, options);
		if (dialled.kind === "open") return dialled.socket;

		const pauseMs =
			dialled.kind === "answered"
				? retryPauseMs(dialled.answer, attempt, Math.random())
				: undefined;
		if (pauseMs === undefined)
			throw dialError(dialled, address, cluster.server);
		options.onStep("pause");
		await orAborted(sleep(pauseMs, undefined, { ref: false }), options.signal);
	}
}

async function dialAs(
	credentials: "known" | "renewed",
	cluster: Cluster,
	address: PodAddress,
	{ signal, onStep }: UpgradeOptions,
): Promise<Dialled> {
	const url = `${cluster.server}${podPath(address)}/portforward?ports=${address.port}`;
	onStep("credentials");
	const renew = credentials === "renewed";
	const held = await orAborted(cluster.credentials({ renew }), signal);
	onStep("connection");
	return dial(new URL(url), held, {
		signal,
		onConnected: () => onStep("answer"),
	});
}

function isUnauthorized(dialled: Dialled): boolean {
	return dialled.kind === "answered" && dialled.answer.status === 401;
}

function dialError(
	dialled: Exclude<Dialled, { kind: "open" }>,
	address: PodAddress,
	server: string,
): PluginError {
	switch (dialled.kind) {
		case "answered":
			return refusalError(dialled.answer, address, server);
		case "mangled":
			return mangledError(dialled.cause, server);
		case "failed":
			return connectError(dialled.cause, server);
	}
}
