import { nearest } from "../../../nearest.ts";

/**
 * Returns the known service that was most likely meant: one with a similar name, or with the same or a similar last name in
 * another package.
 */
export function nearestService(
	asked: string,
	known: readonly string[],
): string | undefined {
	const near = nearest(asked, known);
	if (near !== undefined) return near;
	const lastName = (name: string) =>
		name.slice(name.lastIndexOf(".") + 1).toLowerCase();
	const nearShort = nearest(lastName(asked), known.map(lastName));
	return known.find((name) => lastName(name) === nearShort);
}
