import { jsonPatch, PatchError } from "../../patch/json-patch.ts";
import { mergePatch } from "../../patch/merge-patch.ts";
import { strategicMergePatch } from "../../patch/strategic-merge-patch.ts";
import { StatusError } from "../../registry/status-error.ts";

const PATCHES: Readonly<
	Record<string, (target: unknown, patch: unknown) => unknown>
> = {
	"application/json-patch+json": jsonPatch,
	"application/merge-patch+json": mergePatch,
	"application/strategic-merge-patch+json": strategicMergePatch,
};

/** Applies a JSON patch, a merge patch or a strategic merge patch. Server-side apply is not supported. @throws StatusError 415, 422 */
export function applyPatch(
	contentType: string,
	target: object,
	patch: unknown,
): unknown {
	const apply = PATCHES[contentType.replace(/;.*/, "").trim()];
	if (!apply)
		throw new StatusError(
			415,
			"UnsupportedMediaType",
			`the body of the request was in an unknown format - accepted media types include: ${Object.keys(PATCHES).join(", ")}`,
		);
	try {
		return apply(target, patch);
	} catch (error) {
		if (!(error instanceof PatchError)) throw error;
		throw new StatusError(
			422,
			"Invalid",
			`the server rejected our request due to an error in our request: ${error.message}`,
		);
	}
}
