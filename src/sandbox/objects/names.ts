import { createHash, randomInt } from "node:crypto";

/** Kubernetes' alphabet for generated names. It has no vowels, so that no words form, and no digits that look like letters. */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

/**
 * Returns a name for a generateName, cut so that five random letters fit into 63 characters (apiserver, pkg/storage/names/generate.go).
 */
export function generatedName(base: string): string {
	const random = Array.from(
		{ length: 5 },
		() => SAFE[randomInt(SAFE.length)],
	).join("");
	return base.slice(0, 63 - random.length) + random;
}

/** Returns a short hash of a JSON value, as in pod-template-hash. */
export function safeHash(value: unknown): string {
	const digest = createHash("sha256").update(JSON.stringify(value)).digest();
	return [...digest.subarray(0, 10)]
		.map((byte) => SAFE[byte % SAFE.length])
		.join("");
}

/** Returns 64 hexadecimal digits for a text, as the ID of a container, sandbox or image. */
export function hexId(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
