import { PluginError, toPluginError } from "../../errors.ts";
import { evaluate } from "./evaluate.ts";
import type { JsonPathTemplate } from "./node.ts";
import { parseTemplate } from "./parse.ts";

/** What `--sort-by` names: one path into each of the objects. */
export type SortKey = {
	readonly path: string;
	readonly template: JsonPathTemplate;
};

/**
 * Reads `--sort-by` as kubectl does (RelaxedJSONPathExpression of k8s.io/kubectl/pkg/cmd/get): `.name`, `name` and `{.name}` are one.
 * @throws PluginError `usage`
 */
export function parseSortKey(text: string): SortKey {
	const inner = /^\{?\.?([^{}]+)\}?$/s.exec(text)?.[1];
	const hint = [
		"it is a field of the objects that -o json prints: --sort-by=.name",
	];
	if (inner === undefined)
		throw new PluginError("usage", `--sort-by: "${text}" is no path`, { hint });
	const path = `{.${inner}}`;
	try {
		return { path, template: parseTemplate(path) };
	} catch (caught) {
		const { code, message } = toPluginError(caught);
		throw new PluginError(code, `--sort-by: ${message}`, {
			cause: caught,
			hint,
		});
	}
}

/**
 * Objects in the order of what the path finds first in each: numbers by size, text as people count (`pod-9` before `pod-10`), what has
 * nothing there before all others, and equal ones as they came.
 * @throws PluginError `usage` where none has such a field
 */
export function sortBy<T>(
	objects: readonly T[],
	{ path, template }: SortKey,
): readonly T[] {
	const keyed = objects.map((object) => ({
		object,
		key: evaluate(template, object)[0]?.[0] ?? undefined,
	}));
	if (objects.length > 0 && keyed.every(({ key }) => key === undefined))
		throw new PluginError(
			"usage",
			`--sort-by: none of the objects has ${path}`,
			{
				hint: ["-o json shows the fields that there are"],
			},
		);
	const natural = new Intl.Collator("en", { numeric: true });
	return keyed
		.toSorted((a, b) => compareKeys(a.key, b.key, natural))
		.map(({ object }) => object);
}

function compareKeys(a: unknown, b: unknown, natural: Intl.Collator): number {
	if (a === undefined || b === undefined)
		return Number(a !== undefined) - Number(b !== undefined);
	if (typeof a === "number" && typeof b === "number") return a - b;
	return natural.compare(textOf(a), textOf(b));
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}
