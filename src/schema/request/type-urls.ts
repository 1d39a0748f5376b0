import {
	type DescField,
	fromBinary,
	isMessage,
	type Registry,
	toBinary,
} from "@bufbuild/protobuf";
import {
	isReflectMessage,
	type ReflectMessage,
	reflect,
} from "@bufbuild/protobuf/reflect";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { fieldPath } from "../fault/input-fault.ts";
import { hasCustomJson, typeNameOf } from "../json/custom-json.ts";

/** Type URLs with an unusual prefix, by the path of their Any. */
type TypeUrls = ReadonlyMap<string, string>;

/**
 * Gives each Any the type URL of the JSON again, because fromJson writes `type.googleapis.com/` before every type name. An Any
 * inside an extension keeps the URL that fromJson wrote.
 */
export function restoreTypeUrls(
	message: ReflectMessage,
	path: string,
	urls: TypeUrls,
	registry: Registry,
): void {
	if (isMessage(message.message, AnySchema)) {
		restoreAny(message.message, path, urls, registry);
		return;
	}
	for (const field of message.fields)
		if (field.message !== undefined && message.isSet(field))
			for (const [inside, value] of valuesOf(message, field, path))
				if (isReflectMessage(value))
					restoreTypeUrls(value, inside, urls, registry);
}

function* valuesOf(
	message: ReflectMessage,
	field: DescField,
	path: string,
): Generator<readonly [string, unknown]> {
	const own = fieldPath(path, field.name);
	if (field.fieldKind === "list")
		for (const [index, item] of message.get(field).entries())
			yield [`${own}[${index}]`, item];
	else if (field.fieldKind === "map")
		for (const [key, value] of message.get(field))
			yield [`${own}[${JSON.stringify(String(key))}]`, value];
	else yield [own, message.get(field)];
}

function restoreAny(
	any: Any,
	path: string,
	urls: TypeUrls,
	registry: Registry,
): void {
	const desc = registry.getMessage(typeNameOf(any.typeUrl));
	const others = urls.size - (urls.has(path) ? 1 : 0);
	if (desc !== undefined && others > 0) {
		const message = fromBinary(desc, any.value);
		const inside = hasCustomJson(desc) ? fieldPath(path, "value") : path;
		restoreTypeUrls(reflect(desc, message), inside, urls, registry);
		any.value = toBinary(desc, message);
	}
	any.typeUrl = urls.get(path) ?? any.typeUrl;
}
