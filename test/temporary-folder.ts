import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Returns a new folder, which is removed at the end: `temporaryFolder(onTestFinished)` for one test,
 * `temporaryFolder(afterAll)` for a file.
 */
export function temporaryFolder(
	whenOver: (remove: () => void) => void,
): string {
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-test-"));
	whenOver(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
