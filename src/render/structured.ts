import { PluginError, toPluginError } from "../errors.ts";
import { escapeBlock, escapeJson } from "./escape.ts";
import { fillTemplate, fillTemplateAsJson } from "./jsonpath/print.ts";
import type { StructuredFormat } from "./output-format.ts";
import type { Page } from "./page.ts";

/** Returns an object as text with a line break at its end. @throws PluginError `usage` where a template does not fit it */
type ObjectPrinter = (object: object) => string;

/**
 * Returns the printer of a format. As kubectl does, it prints JSON with four spaces, and YAML with lists in the column of their
 * key. In a stream each object is one line of compact JSON, or one YAML document.
 * JSON and YAML escape what a terminal would act on, each in its own way. Text from a template goes to a pipe unchanged, because
 * scripts want it so. On a terminal it is escaped.
 */
export async function objectPrinter(
	format: StructuredFormat,
	page: Page,
	shape: "single" | "stream" = "single",
): Promise<ObjectPrinter> {
	switch (format.kind) {
		case "json":
			return (object) => printJson(object, shape === "single" ? 4 : 0);
		case "yaml":
			return yamlPrinter();
		case "jsonpath":
			return (object) => {
				const text = fitting(() => fillTemplate(format.template, object));
				return page.kind === "terminal" ? escapeBlock(text) : text;
			};
		case "jsonpath-as-json":
			return (object) =>
				escapeJson(fitting(() => fillTemplateAsJson(format.template, object)));
	}
}

/** Runs `fill`. Its error says that the template is the cause. */
function fitting(fill: () => string): string {
	try {
		return fill();
	} catch (caught) {
		const { code, message } = toPluginError(caught);
		throw new PluginError(
			code,
			`the jsonpath template does not fit the result: ${message}`,
			{ cause: caught, hint: ["-o json shows what there is"] },
		);
	}
}

function printJson(object: object, indent: number): string {
	return `${escapeJson(JSON.stringify(object, undefined, indent))}\n`;
}

async function yamlPrinter(): Promise<ObjectPrinter> {
	const { printYaml } = await import("./yaml.ts");
	let separator = "";
	return (object) => {
		const document = separator + printYaml(object);
		separator = "---\n";
		return document;
	};
}
