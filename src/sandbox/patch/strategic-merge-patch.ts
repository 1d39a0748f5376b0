import { fieldsOf, isObject, type JsonObject } from "../objects/json.ts";
import { PatchError } from "./json-patch.ts";

/**
 * Lists that are merged item by item, with the field that identifies an item: `patchMergeKey` in the API's Go types. They are found by
 * the last field of their path. Any other list is replaced as a whole. Service ports and container ports have different keys.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
	containers: ["name"],
	initContainers: ["name"],
	ephemeralContainers: ["name"],
	env: ["name"],
	ports: ["containerPort", "port"],
	volumes: ["name"],
	volumeMounts: ["mountPath"],
	imagePullSecrets: ["name"],
	hostAliases: ["ip"],
	topologySpreadConstraints: ["topologyKey"],
	conditions: ["type"],
	ownerReferences: ["uid"],
	secrets: ["name"],
};

/** Lists of plain values that are merged as sets. */
const MERGED_VALUES = new Set(["finalizers"]);

/**
 * Applies a strategic merge patch with its directives `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…` and
 * `$setElementOrder/…` (sig-api-machinery's strategic-merge-patch.md). @throws PatchError
 */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
	if (!isObject(patch)) throw new PatchError("a merge patch is an object");
	return mergeObject(fieldsOf(target), patch);
}

function mergeObject(target: JsonObject, patch: JsonObject): JsonObject {
	if (patch["$patch"] === "replace") return withoutDirectives(patch);
	const retained = patch["$retainKeys"];
	const merged: Record<string, unknown> = Array.isArray(retained)
		? Object.fromEntries(
				Object.entries(target).filter(([key]) => retained.includes(key)),
			)
		: { ...target };
	for (const [key, value] of Object.entries(patch)) {
		if (key.startsWith("$")) continue;
		if (value === null) delete merged[key];
		else merged[key] = mergeValue(key, merged[key], value);
	}
	removeListedValues(merged, patch);
	return merged;
}

function mergeValue(key: string, target: unknown, patch: unknown): unknown {
	if (isObject(patch)) return mergeObject(fieldsOf(target), patch);
	if (!Array.isArray(patch)) return patch;
	const existing = Array.isArray(target) ? target : [];
	if (MERGED_VALUES.has(key)) return [...new Set([...existing, ...patch])];
	const mergeKey = mergeKeyOf(key, [...patch, ...existing]);
	return mergeKey === undefined
		? patch
		: mergeItems(mergeKey, existing.filter(isObject), patch.filter(isObject));
}

function mergeKeyOf(key: string, items: unknown[]): string | undefined {
	return MERGE_KEYS[key]?.find((candidate) =>
		items.some((item) => isObject(item) && item[candidate] !== undefined),
	);
}

function mergeItems(
	mergeKey: string,
	target: readonly JsonObject[],
	patch: readonly JsonObject[],
): readonly JsonObject[] {
	if (patch.some((item) => item["$patch"] === "replace"))
		return patch.filter((item) => item["$patch"] === undefined);
	let merged = [...target];
	for (const item of patch) {
		const same = (other: JsonObject) => other[mergeKey] === item[mergeKey];
		const found = merged.find(same);
		if (item["$patch"] === "delete")
			merged = merged.filter((other) => !same(other));
		else if (found)
			merged = merged.map((other) =>
				other === found ? mergeObject(found, item) : other,
			);
		else merged.push(withoutDirectives(item));
	}
	return merged;
}

function removeListedValues(
	merged: Record<string, unknown>,
	patch: JsonObject,
): void {
	const directive = "$deleteFromPrimitiveList/";
	for (const [key, values] of Object.entries(patch)) {
		if (!key.startsWith(directive) || !Array.isArray(values)) continue;
		const list = merged[key.slice(directive.length)];
		if (Array.isArray(list))
			merged[key.slice(directive.length)] = list.filter(
				(value) => !values.includes(value),
			);
	}
}

function withoutDirectives(item: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(item).filter(([key]) => !key.startsWith("$")),
	);
}
