import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";

/**
 * The module to fork for a pod's process. Bundled, this module and src/main.ts are one file, which turns into a pod when it
 * finds POD_VARIABLE; as a single executable there is no file at all; from source it is the pod's own main module.
 */
export function podEntry(): string {
	if (isSea()) return "";
	if (import.meta.url.endsWith("/kubelet/entry.ts"))
		return fileURLToPath(new URL("../pod/main.ts", import.meta.url));
	return fileURLToPath(import.meta.url);
}
