import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { PluginError } from "../../errors.ts";

/** Whoever holds the lock reads and writes one small file. */
const PATIENCE_MS = 1000;
const PAUSE_MS = 50;

/**
 * Works on a kubeconfig while holding the lock that kubectl takes to change it (client-go, tools/clientcmd ModifyConfig), so that
 * neither undoes what the other has written. The work is done before this returns, unless another holds the lock.
 * @throws PluginError `kubeconfig` when another holds it for longer than a second, and what the work throws
 */
export async function holdingLock(
	kubeconfig: string,
	work: () => void,
): Promise<void> {
	const lock = `${kubeconfig}.lock`;
	const giveUpMs = performance.now() + PATIENCE_MS;
	while (take(lock) === "held") {
		if (performance.now() > giveUpMs) throw stillHeld(kubeconfig, lock);
		await pause(PAUSE_MS);
	}
	try {
		work();
	} finally {
		// Nobody else would ever remove it, and kubectl could not change the file any more.
		rmSync(lock, { force: true });
	}
}

function take(lock: string): "taken" | "held" {
	try {
		writeFileSync(lock, "", { flag: "wx", mode: 0o600 });
		return "taken";
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST")
			return "held";
		throw error;
	}
}

function stillHeld(kubeconfig: string, lock: string): PluginError {
	return new PluginError(
		"kubeconfig",
		`renewed tokens cannot be saved: another program holds the lock of ${kubeconfig}`,
		{
			hint: [`remove ${lock} when no other program is running`],
			facts: { file: lock },
		},
	);
}
