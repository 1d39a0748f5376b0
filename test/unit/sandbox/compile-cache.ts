import { fileURLToPath } from "node:url";

/**
 * Where pods' processes keep their compiled modules: from source each would strip the types of all of them anew. Importing this module
 * sets it for every process that a test starts.
 */
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
	new URL("../../../node_modules/.cache/sandbox-pods", import.meta.url),
);
