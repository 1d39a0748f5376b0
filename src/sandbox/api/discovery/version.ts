/** The Kubernetes version whose behaviour the sandbox follows. */
export const GIT_VERSION = "v1.37.2+sandbox";

/** Returns the answer to GET /version. */
export function versionInfo() {
	return {
		major: "1",
		minor: "37",
		gitVersion: GIT_VERSION,
		gitCommit: "",
		gitTreeState: "clean",
		buildDate: "1970-01-01T00:00:00Z",
		goVersion: `node${process.versions.node}`,
		compiler: "v8",
		platform: `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`,
	};
}
