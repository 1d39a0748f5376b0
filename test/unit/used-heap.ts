import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Returns how much of the heap is in use after everything that nobody holds has been collected, in KiB. */
export function usedHeapKiB(): number {
	// The second collection takes what the finalizers of the first have let go.
	collectGarbage();
	collectGarbage();
	return process.memoryUsage().heapUsed / 1024;
}
