import {
	type DescField,
	type DescMessage,
	type JsonObject,
	type JsonValue,
	ScalarType,
} from "@bufbuild/protobuf";
import { fieldNames } from "../json/field-names.ts";
import { scalarJson } from "../response/scalar-json.ts";
import { wellKnownSample } from "./well-known-sample.ts";

/** A request with sample values, for the user to fill in. */
type MessageTemplate = {
	/** ProtoJSON with each field once. Lists and maps have one element, a oneof has its first field, and a field with a default has that. */
	readonly json: JsonValue;
	/** The oneofs with their fields, of which one may be set: `choice: text or time`. */
	readonly oneofs: readonly string[];
};

/** The most fields of a template. Without a limit, a schema whose messages nest often would never end. */
const MOST_FIELDS = 10_000;
/** The deepest nesting of messages that a request can have. The last message is empty. */
const MAX_DEPTH = 100;

type Visit = {
	readonly path: readonly DescMessage[];
	readonly oneofs: Map<string, string>;
	readonly budget: { left: number };
};

/** Returns the template of a message. A message inside itself has only its required fields, and a message at the deepest level is empty. */
export function messageTemplate(desc: DescMessage): MessageTemplate {
	const visit: Visit = {
		path: [],
		oneofs: new Map(),
		budget: { left: MOST_FIELDS },
	};
	const json = messageSample(desc, visit);
	return { json, oneofs: [...visit.oneofs.values()] };
}

function messageSample(desc: DescMessage, visit: Visit): JsonValue {
	const known = wellKnownSample(desc.typeName);
	if (known !== undefined) return known;
	if (visit.path.length === MAX_DEPTH - 1) return {};
	const isWithinItself = visit.path.includes(desc);
	const fields = isWithinItself ? fieldNames(desc).required : desc.fields;
	const within = { ...visit, path: [...visit.path, desc] };
	const sample: JsonObject = {};
	for (const field of fields) {
		if (visit.budget.left-- <= 0) break;
		if (field.oneof !== undefined && field.oneof.fields[0] !== field) continue;
		sample[field.jsonName] = fieldSample(field, within);
	}
	for (const oneof of desc.oneofs) {
		const names = oneof.fields.map(({ jsonName }) => jsonName);
		visit.oneofs.set(
			`${desc.typeName}.${oneof.name}`,
			`${oneof.name}: ${names.join(" or ")}`,
		);
	}
	return sample;
}

function fieldSample(field: DescField, visit: Visit): JsonValue {
	switch (field.fieldKind) {
		case "list":
			return [elementSample(field, visit)];
		case "map":
			return { [keySample(field.mapKey)]: elementSample(field, visit) };
		default:
			return declaredDefault(field) ?? elementSample(field, visit);
	}
}

/** Returns the declared default of a field (proto2, editions), or undefined. */
function declaredDefault(field: DescField): JsonValue | undefined {
	if (field.fieldKind === "list" || field.fieldKind === "map") return undefined;
	const value = field.getDefaultValue();
	if (value === undefined) return undefined;
	if (field.enum !== undefined)
		return field.enum.value[Number(value)]?.name ?? Number(value);
	if (field.fieldKind !== "scalar") return undefined;
	return JSON.parse(scalarJson(field.scalar, value));
}

function elementSample(field: DescField, visit: Visit): JsonValue {
	if (field.message !== undefined) return messageSample(field.message, visit);
	if (field.enum !== undefined) return field.enum.values[0]?.name ?? 0;
	return scalarSample(field.scalar);
}

function keySample(type: ScalarType): string {
	return String(scalarSample(type));
}

function scalarSample(type: ScalarType): JsonValue {
	switch (type) {
		case ScalarType.BOOL:
			return false;
		case ScalarType.STRING:
		case ScalarType.BYTES:
			return "";
		case ScalarType.INT64:
		case ScalarType.UINT64:
		case ScalarType.SINT64:
		case ScalarType.FIXED64:
		case ScalarType.SFIXED64:
			return "0";
		default:
			return 0;
	}
}
