import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder, removed when it is over: `temporaryFolder(onTestFinished)` for a test's own, `temporaryFolder(afterAll)` for a file's. */
export function temporaryFolder(
	whenOver: (remove: () => void) => void,
): string {
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-test-"));
	whenOver(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
