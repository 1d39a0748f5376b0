import { evaluate } from "./evaluate.ts";
import type { JsonPathTemplate } from "./node.ts";

/** Returns a number as Go's %v prints it: an exponent has two digits, and begins at smaller powers than in JavaScript. */
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
		default:
			return JSON.stringify(value);
	}
}

/**
 * Fills a template with data. It joins the values of a path by spaces, and prints lists and objects as compact JSON. As in
 * kubectl, the result ends with a line break only where the template has one.
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

/** Returns the output of `-o jsonpath-as-json`: the values of each part as a JSON array. @throws PluginError `usage` */
export function fillTemplateAsJson(
	template: JsonPathTemplate,
	data: unknown,
): string {
	return evaluate(template, data)
		.map((values) => `${JSON.stringify(values, undefined, 4)}\n`)
		.join("");
}
