import { PluginError, toPluginError } from "../../errors.ts";
import { evaluate } from "./evaluate.ts";
import type { JsonPathTemplate } from "./node.ts";
import { parseTemplate } from "./parse.ts";

/** The key of `--sort-by`: one path into each object. */
export type SortKey = {
	readonly path: string;
	readonly template: JsonPathTemplate;
};

/**
 * Parses `--sort-by` as kubectl does (RelaxedJSONPathExpression of k8s.io/kubectl/pkg/cmd/get): `.name`, `name` and `{.name}`
 * mean the same.
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
 * Sorts objects by the first value of the path in each: numbers by size, text with its numbers by size (`pod-9` before `pod-10`),
 * objects without a value first. Equal ones keep their order. Returns undefined where no object has a value.
 */
export function sortBy<T>(
	objects: readonly T[],
	{ template }: SortKey,
): readonly T[] | undefined {
	const keyed = objects.map((object) => ({
		object,
		key: evaluate(template, object)[0]?.[0] ?? undefined,
	}));
	if (objects.length > 0 && keyed.every(({ key }) => key === undefined))
		return undefined;
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
