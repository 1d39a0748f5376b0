import { type DescField, ScalarType } from "@bufbuild/protobuf";
import { expectedScalar } from "./expectation.ts";
import { inRange, integerDigits } from "./integer.ts";
import { type JsonMember, quote } from "./node.ts";
import type { JsonReading } from "./reading.ts";

type MapField = DescField & { readonly fieldKind: "map" };

/** Returns the key of a map entry in its canonical form: `01` and `1` are the same key. */
export function prepareMapKey(
	{ name, at }: JsonMember,
	{ mapKey }: MapField,
	path: string,
	{ refuse }: JsonReading,
): string {
	if (mapKey === ScalarType.STRING) return name;
	if (mapKey === ScalarType.BOOL) {
		if (name === "true" || name === "false") return name;
	} else {
		const digits = integerDigits(name);
		if (digits !== undefined && inRange(mapKey, digits)) return digits;
	}
	const expected = `expected ${expectedScalar(mapKey)} as a key`;
	return refuse({ at, path, problem: `${expected}, got ${quote(name)}` });
}
