import { isAbsolute, join, resolve } from "node:path";
import { CLIENT_VERSION } from "../client-version.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { type SchemaSlot, schemaSlot } from "../schema/cache/slot.ts";

/** Returns the user's cache folder on this platform; undefined when the environment names none. */
export function cacheFolder(
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform = process.platform,
): string | undefined {
	const home = env["HOME"] || undefined;
	const custom =
		platform === "win32"
			? env["LOCALAPPDATA"]
			: home && join(home, platform === "darwin" ? "Library/Caches" : ".cache");
	const folder = env["XDG_CACHE_HOME"] || custom;
	return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}

/**
 * Returns what is equal for pods that serve the same schema: the image's digest, the pod template and the port. Undefined for an address,
 * and for an image without a digest. The image alone is not enough, because code and settings may be mounted into a common image.
 */
export function schemaKeyOf({
	pod,
	port,
}: PodTarget): readonly string[] | undefined {
	if (port.kind !== "chosen") return undefined;
	const applications = pod.containers.filter(
		({ role }) => role === "application",
	);
	const container =
		pod.containers.find(({ name }) => name === port.container) ??
		(applications.length === 1 ? applications[0] : undefined);
	const digest = /sha256:[0-9a-f]{64}$/.exec(container?.imageId ?? "")?.[0];
	if (container === undefined || digest === undefined) return undefined;
	const template =
		pod.labels["pod-template-hash"] ??
		pod.labels["controller-revision-hash"] ??
		pod.uid;
	return [
		digest,
		container.name,
		String(port.port),
		pod.namespace,
		pod.workload,
		template,
	];
}

/**
 * Returns where the schema of a pod is kept between runs: in --cache-dir, or else in the user's cache folder. Undefined with
 * --no-cache, and if {@link schemaKeyOf} returns undefined.
 * @param version that of the plugin: another one may have asked servers for less, and taken it for the whole schema
 */
export function schemaSlotOf(
	target: PodTarget,
	env: NodeJS.ProcessEnv,
	flags: {
		readonly "no-cache": boolean;
		readonly "cache-dir": string | undefined;
	},
	version = CLIENT_VERSION,
): SchemaSlot | undefined {
	const folder = flags["cache-dir"]
		? resolve(flags["cache-dir"])
		: cacheFolder(env);
	const key = schemaKeyOf(target);
	if (flags["no-cache"] || folder === undefined || key === undefined)
		return undefined;
	return schemaSlot({
		folder: join(folder, "kubectl-grpc", "schema"),
		key: [version, ...key],
	});
}
