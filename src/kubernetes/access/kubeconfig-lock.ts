import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { PluginError } from "../../errors.ts";

/** How long to wait for the lock, in milliseconds. A program holds it while it reads and writes one small file. */
const PATIENCE_MS = 1000;
const PAUSE_MS = 50;

/**
 * Runs `work` while holding the lock that kubectl takes to change a kubeconfig (client-go, tools/clientcmd ModifyConfig), so that
 * neither program undoes what the other has written. `work` is done before this returns, unless another program holds the lock.
 * @throws PluginError `kubeconfig` when another program holds it for longer than a second, and what the work throws
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
		// Nobody else would remove the lock file, and kubectl could not change the kubeconfig any more.
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
