import { executableOfArchive } from "../package/executable-of-archive.ts";

/** Makes the scenarios of this suite run what krew installs. vitest's workers inherit the variable. */
export function setup(): () => void {
	const { path, remove } = executableOfArchive();
	process.env["KUBECTL_GRPC_TEST_EXECUTABLE"] = path;
	return remove;
}
