import type { DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { isWrapperDesc } from "@bufbuild/protobuf/wkt";
import { maskText } from "./field-mask-text.ts";
import type { JsonNode } from "./node.ts";
import { prepareScalar } from "./prepare-scalar.ts";

const DURATION = /^-?\d+(?:\.\d{1,9})?s$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)T(?!24)/;

/** Returns the JSON of a well-known type for fromJson. A value that only fromJson accepts becomes one that it refuses. */
export function prepareWellKnown(node: JsonNode, desc: DescMessage): JsonValue {
	if (isWrapperDesc(desc)) {
		const scalar = desc.fields[0]?.scalar;
		return scalar === undefined ? null : prepareScalar(node, scalar);
	}
	if (desc.typeName === "google.protobuf.FieldMask")
		return maskText(node) ?? prepareJson(node);
	const json = prepareJson(node);
	if (typeof json !== "string") return json;
	if (desc.typeName === "google.protobuf.Duration" && !DURATION.test(json))
		return "";
	if (desc.typeName === "google.protobuf.Timestamp" && !isCalendarDay(json))
		return "";
	return json;
}

/** Returns JSON of no particular type. Numbers become JavaScript numbers: google.protobuf.Value holds a double. */
export function prepareJson(node: JsonNode): JsonValue {
	switch (node.kind) {
		case "object": {
			const object = emptyObject();
			for (const { name, value } of node.members)
				object[name] = prepareJson(value);
			return object;
		}
		case "array":
			return node.items.map(prepareJson);
		case "number":
			return Number(node.text);
		case "string":
		case "boolean":
			return node.value;
		case "null":
			return null;
	}
}

/** Returns an object without a prototype, so that `__proto__` is an ordinary name in it. */
export function emptyObject(): JsonObject {
	return Object.create(null);
}

/** Whether the day exists. Date.parse reads the 30th of February as a day in March, and hour 24 (not matched here) as the next day. */
function isCalendarDay(text: string): boolean {
	const [, year, month, day] = DATE.exec(text) ?? [];
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(day) <= days;
}
