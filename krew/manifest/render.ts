// krew-release-bot fills in .krew.yaml from a published release. This code does the same from the archives in a folder, so
// that the manifest can be checked, and installed from, before anything is published.
import { createHash } from "node:crypto";
import { basename } from "node:path";

const ARCHIVE = /\{\{addURIAndSha "([^"]+)" \.TagName \}\}/;
const TAG = /\{\{ \.TagName \}\}/g;

/** The archives that exist, by file name. */
type Archives = ReadonlyMap<string, Uint8Array>;

/**
 * Fills the template in with the digests of archives.
 * @param template the text of .krew.yaml
 * @param tag the version, with its `v`
 * @returns the manifest, with the platforms whose archives exist
 * @throws when the template does not name one of the archives
 */
export function renderManifest(
	template: string,
	tag: string,
	archives: Archives,
): string {
	const [head = "", ...platforms] = template.split(/^(?=\s*- selector:)/m);
	const parts = platforms.map((text) => ({
		text,
		url: ARCHIVE.exec(text)?.[1]?.replace(TAG, tag) ?? "",
	}));
	const named = new Set(parts.map(({ url }) => basename(url)));
	const unnamed = [...archives.keys()].filter((name) => !named.has(name));
	if (unnamed.length > 0)
		throw new Error(`.krew.yaml has no platform for ${unnamed.join(", ")}`);
	const filled = parts.flatMap(({ text, url }) => {
		const archive = archives.get(basename(url));
		const lines = archive && `uri: ${url}\n    sha256: ${sha256(archive)}`;
		return lines ? [text.replace(ARCHIVE, lines)] : [];
	});
	return [head.replace(/^#.*\n/, ""), ...filled].join("").replace(TAG, tag);
}

/** Returns a SHA-256 digest in hexadecimal, as krew and sha256sum write it. */
export function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}
