import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder that only this user can enter. */
export type PrivateFolder = {
	readonly path: string;
	remove(): Promise<void>;
};

/**
 * Makes a folder. It also goes when the process ends without calling `remove`, unless it is killed.
 * @param purpose a part of its name
 */
export async function createPrivateFolder(
	purpose: string,
): Promise<PrivateFolder> {
	const path = await mkdtemp(join(tmpdir(), `kubectl-grpc-${purpose}-`));
	const options = { recursive: true, force: true, maxRetries: 3 };
	const removeNow = () => rmSync(path, options);
	process.once("exit", removeNow);
	return {
		path,
		remove: async () => {
			await rm(path, options);
			process.off("exit", removeNow);
		},
	};
}
