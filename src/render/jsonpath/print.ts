import { evaluate } from "./evaluate.ts";
import type { JsonPathTemplate } from "./node.ts";

/** A number as Go's %v writes it: an exponent has two digits and starts earlier than in JavaScript. */
function printNumber(value: number): string {
	const size = Math.abs(value);
	const text =
		size !== 0 && size < 1e-4 ? value.toExponential() : String(value);
	return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function printValue(value: unknown): string {
	switch (typeof value) {
		case "string":
			return value;
		case "number":
			return printNumber(value);
		case "undefined":
			return "<no value>";
		default:
			return JSON.stringify(value);
	}
}

/**
 * Fills a template from the data: what a path finds is joined by spaces, lists and objects are printed as compact JSON.
 * There is no line break at the end but the template's own, as with kubectl.
 * @throws PluginError `usage` where the data does not fit the template
 */
export function fillTemplate(
	template: JsonPathTemplate,
	data: unknown,
): string {
	return evaluate(template, data)
		.map((values) => values.map(printValue).join(" "))
		.join("");
}

/** `-o jsonpath-as-json`: what each part of the template finds, as a JSON array. @throws PluginError `usage` */
export function fillTemplateAsJson(
	template: JsonPathTemplate,
	data: unknown,
): string {
	return evaluate(template, data)
		.map((values) => `${JSON.stringify(values, undefined, 4)}\n`)
		.join("");
}
