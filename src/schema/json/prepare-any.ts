import type { DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { fieldPath, nearHint } from "../fault/input-fault.ts";
import { hasCustomJson, typeNameOf } from "./custom-json.ts";
import { expectedMessage } from "./expectation.ts";
import { type JsonMember, type JsonNode, quote } from "./node.ts";
import { prepareFields, prepareMessage } from "./prepare-message.ts";
import { emptyObject } from "./prepare-well-known.ts";
import { type JsonReading, type Place, refuseKind } from "./reading.ts";

/** What fromJson puts before the type name of an Any. */
const USUAL_PREFIX = "type.googleapis.com/";

/** Reads an Any: an object with `@type` beside the fields of its message, or beside the message's special form under `value`. */
export function prepareAny(
	node: JsonNode,
	any: DescMessage,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind !== "object")
		return refuseKind(node, expectedMessage(any), path, reading);
	if (node.members.length === 0) return {};
	const [type, desc] = typeOfAny(node, any, path, reading);
	const inner = { path, depth: depth + 1 };
	const rest = node.members.filter(
		(member) => member !== type && !isEmptyValue(member, desc),
	);
	const json = hasCustomJson(desc)
		? customInAny(node, rest, desc, inner, reading)
		: prepareFields(node, rest, desc, inner, reading);
	const typeUrl = type.value.kind === "string" ? type.value.value : "";
	if (typeUrl !== USUAL_PREFIX + desc.typeName)
		reading.typeUrls.set(path, typeUrl);
	json["@type"] = typeUrl;
	return json;
}

/** Whether a member is the `value` of an empty message, which may also be left out. */
function isEmptyValue({ name, value }: JsonMember, desc: DescMessage): boolean {
	return (
		desc.typeName === "google.protobuf.Empty" &&
		name === "value" &&
		value.kind === "object" &&
		value.members.length === 0
	);
}

function typeOfAny(
	node: JsonNode & { readonly kind: "object" },
	any: DescMessage,
	path: string,
	reading: JsonReading,
): readonly [JsonMember, DescMessage] {
	const type = node.members.find(({ name }) => name === "@type");
	if (type?.value.kind !== "string")
		return refuseKind(type?.value ?? node, expectedMessage(any), path, reading);
	const typeName = typeNameOf(type.value.value);
	const desc = reading.registry.getMessage(typeName);
	if (desc !== undefined) return [type, desc];
	return reading.refuse({
		at: type.value.at,
		path,
		problem: `no message type ${quote(typeName)} in the schema, which "@type" names`,
		hint: nearHint(typeName, messageNames(reading)),
	});
}

function messageNames({ registry }: JsonReading): readonly string[] {
	return [...registry].flatMap((type) =>
		type.kind === "message" ? [type.typeName] : [],
	);
}

function customInAny(
	node: JsonNode,
	members: readonly JsonMember[],
	desc: DescMessage,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonObject {
	const value = members.find(({ name }) => name === "value");
	const other = members.find((member) => member !== value);
	if (value === undefined || (other && reading.unknownFields === "refuse"))
		return reading.refuse({
			at: other?.at ?? node.at,
			path,
			problem: `an Any of ${desc.typeName} holds it under "value"${other ? ", and nothing else" : ""}`,
		});
	const place = { path: fieldPath(path, "value"), depth };
	return Object.assign(emptyObject(), {
		value: prepareMessage(value.value, desc, place, reading),
	});
}
