import type { DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { isWrapperDesc } from "@bufbuild/protobuf/wkt";
import type { JsonNode } from "./node.ts";
import { maskText } from "./plain-field-mask.ts";
import { plainScalar } from "./plain-scalar.ts";

const DURATION = /^-?\d+(?:\.\d{1,9})?s$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)T(?!24)/;

/** Gives the JSON of a well-known type as fromJson takes it; what that takes too easily becomes something that it refuses. */
export function plainWellKnown(node: JsonNode, desc: DescMessage): JsonValue {
	if (isWrapperDesc(desc)) {
		const scalar = desc.fields[0]?.scalar;
		return scalar === undefined ? null : plainScalar(node, scalar);
	}
	if (desc.typeName === "google.protobuf.FieldMask")
		return maskText(node) ?? plainJson(node);
	const json = plainJson(node);
	if (typeof json !== "string") return json;
	if (desc.typeName === "google.protobuf.Duration" && !DURATION.test(json))
		return "";
	if (desc.typeName === "google.protobuf.Timestamp" && !isCalendarDay(json))
		return "";
	return json;
}

/** Gives JSON of no particular type. Numbers become JavaScript's, as google.protobuf.Value has them: a double. */
export function plainJson(node: JsonNode): JsonValue {
	switch (node.kind) {
		case "object": {
			const object = emptyObject();
			for (const { name, value } of node.members)
				object[name] = plainJson(value);
			return object;
		}
		case "array":
			return node.items.map(plainJson);
		case "number":
			return Number(node.text);
		case "string":
		case "boolean":
			return node.value;
		case "null":
			return null;
	}
}

/** An object without a prototype, in which `__proto__` is a name like others. */
export function emptyObject(): JsonObject {
	return Object.create(null);
}

/** Date.parse takes the 30th of February for a day in March, and midnight for the 24th hour of the day before. */
function isCalendarDay(text: string): boolean {
	const [, year, month, day] = DATE.exec(text) ?? [];
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(day) <= days;
}
