import type { JsonNode } from "./node.ts";

/**
 * Returns ProtoJSON's form (`"user.firstName"`) of a FieldMask that is written as a message (`{"paths": ["user.first_name"]}`),
 * or undefined where it has none. grpcurl accepts only the message, ProtoJSON only the text.
 */
export function maskText(node: JsonNode): string | undefined {
	if (node.kind !== "object") return undefined;
	const [member, ...others] = node.members;
	if (member === undefined) return "";
	const { name, value } = member;
	if (others.length > 0 || name !== "paths" || value.kind !== "array")
		return undefined;
	const paths = value.items.map(camelPath);
	return paths.includes(undefined) ? undefined : paths.join(",");
}

/** Returns a path in camel case. Returns undefined where the names would not come back from camel case unchanged. */
function camelPath(node: JsonNode): string | undefined {
	if (node.kind !== "string" || node.value.includes(",")) return undefined;
	const camel = node.value.replace(/_([a-z])/g, (_, letter: string) =>
		letter.toUpperCase(),
	);
	const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
	return snake === node.value && !camel.includes("_") ? camel : undefined;
}
