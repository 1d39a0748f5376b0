import { createHash, randomInt } from "node:crypto";

/** Kubernetes' safe alphabet: no vowels (no words), no digits that look like letters. */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

/** A name from a generateName: five random letters behind as much of it as leaves 63 (apiserver, pkg/storage/names/generate.go). */
export function generatedName(base: string): string {
	const random = Array.from(
		{ length: 5 },
		() => SAFE[randomInt(SAFE.length)],
	).join("");
	return base.slice(0, 63 - random.length) + random;
}

/** A short hash of any JSON value in the safe alphabet, as in pod-template-hash. */
export function safeHash(value: unknown): string {
	const digest = createHash("sha256").update(JSON.stringify(value)).digest();
	return [...digest.subarray(0, 10)]
		.map((byte) => SAFE[byte % SAFE.length])
		.join("");
}

/** 64 hexadecimal digits from a text: container, sandbox and image ids. */
export function hexId(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
