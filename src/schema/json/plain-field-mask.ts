import type { JsonNode } from "./node.ts";

/**
 * Gives a FieldMask that is written as a message (`{"paths": ["user.first_name"]}`) in ProtoJSON's form (`"user.firstName"`); undefined
 * for what has none. grpcurl takes only the first, ProtoJSON only the second.
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

/** A path whose names come back from camel case as they were. */
function camelPath(node: JsonNode): string | undefined {
	if (node.kind !== "string" || node.value.includes(",")) return undefined;
	const camel = node.value.replace(/_([a-z])/g, (_, letter: string) =>
		letter.toUpperCase(),
	);
	const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
	return snake === node.value && !camel.includes("_") ? camel : undefined;
}
