import { createHash } from "node:crypto";
import { ownLines } from "../print/describe-symbol.ts";
import type { Comparable } from "./compare-schemas.ts";
import { meaningOf } from "./meaning.ts";

/**
 * A digest that equal schemas share, whatever the order of their files and declarations and whatever comments they carry: SHA-256 of
 * the types as they are compared, in hexadecimal.
 */
export function schemaDigest({ types, registry }: Comparable): string {
	const digest = createHash("sha256");
	for (const [name, type] of types)
		digest.update(
			JSON.stringify([
				name,
				type.kind,
				ownLines(type, registry),
				meaningOf(type),
			]),
		);
	return digest.digest("hex");
}
