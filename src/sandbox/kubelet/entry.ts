import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";

/**
 * Returns the module to fork for a pod's process. From source that is the pod's own main module. In the bundle it is the bundle itself,
 * whose src/main.ts becomes a pod when POD_VARIABLE is set. A single executable has no module file and gives an empty string.
 */
export function podEntry(): string {
	if (isSea()) return "";
	if (import.meta.url.endsWith("/kubelet/entry.ts"))
		return fileURLToPath(new URL("../pod/main.ts", import.meta.url));
	return fileURLToPath(import.meta.url);
}
