import { hexId } from "../objects/names.ts";
import type { PodRole } from "../pod/messages.ts";
import type { ContainerPart } from "./container.ts";

/** What the sandbox does for a container's image. */
export type Image =
	| {
			readonly kind: "present";
			readonly role: PodRole;
			readonly imageId: string;
	  }
	| { readonly kind: "missing"; readonly message: string };

const TEST_SERVER = "kubectl-grpc.test/user-service";

/**
 * Returns what to do for an image. The test server runs, other images do nothing, and the tag `missing` cannot be pulled. An init
 * container of another image ends at once.
 */
export function findImage(reference: string, part: ContainerPart): Image {
	if (reference.endsWith(":missing"))
		return {
			kind: "missing",
			message: `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`,
		};
	const repository = reference.replace(/[:@][^/]*$/, "");
	return {
		kind: "present",
		role: roleOf(repository, part),
		imageId: `${repository}@sha256:${hexId(reference)}`,
	};
}

function roleOf(repository: string, part: ContainerPart): PodRole {
	if (repository === TEST_SERVER) return "user-service";
	return part === "init" ? "complete" : "idle";
}
