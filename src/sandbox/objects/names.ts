import { createHash, randomInt } from "node:crypto";

/** Kubernetes' safe alphabet: no vowels (no words), no digits that look like letters. */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

/** Five random letters, as generateName appends them. */
export function randomSuffix(): string {
	return Array.from({ length: 5 }, () => SAFE[randomInt(SAFE.length)]).join("");
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
