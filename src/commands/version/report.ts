import { API_VERSION } from "../../cli/api-version.ts";
import { CLIENT_COMMIT, CLIENT_VERSION } from "../../client-version.ts";
import type { Skew } from "./skew.ts";

/** The version of the plugin, with the field names of `kubectl version`. */
export type ClientVersion = {
	readonly gitVersion: string;
	/** Missing in a build outside git. */
	readonly gitCommit?: string;
	readonly nodeVersion: string;
	/** The platform in Go's words, as in krew and kubectl: linux/amd64. */
	readonly platform: string;
};

/** The API server's answer to GET /version. */
export type ServerVersion = {
	readonly major: string;
	readonly minor: string;
	readonly gitVersion: string;
	readonly gitCommit?: string;
	readonly platform?: string;
};

/** The structured result of `version`. */
export type VersionReport = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "VersionReport";
	readonly clientVersion: ClientVersion;
	/** Missing with --client, and where the server cannot be asked. */
	readonly serverVersion?: ServerVersion;
	readonly skew?: Skew;
};

const GO_PLATFORM: Readonly<Record<string, string>> = { win32: "windows" };
const GO_ARCHITECTURE: Readonly<Record<string, string>> = {
	x64: "amd64",
	ia32: "386",
};

/** Returns the report without a server. */
export function clientReport(): VersionReport {
	const { platform, arch, version } = process;
	return {
		apiVersion: API_VERSION,
		kind: "VersionReport",
		clientVersion: {
			gitVersion: CLIENT_VERSION,
			...(CLIENT_COMMIT === undefined ? {} : { gitCommit: CLIENT_COMMIT }),
			nodeVersion: version,
			platform: `${GO_PLATFORM[platform] ?? platform}/${GO_ARCHITECTURE[arch] ?? arch}`,
		},
	};
}

/** Returns the client's lines, in the words of `kubectl version`. */
export function clientText({ clientVersion }: VersionReport): string {
	const { gitVersion, gitCommit, nodeVersion, platform } = clientVersion;
	return [
		`Client Version: ${gitVersion}`,
		...(gitCommit === undefined
			? []
			: [`Client Commit: ${gitCommit.slice(0, 12)}`]),
		`Node.js Version: ${nodeVersion}`,
		`Platform: ${platform}`,
		"",
	].join("\n");
}
