import { PluginError, toPluginError } from "../errors.ts";
import { escapeBlock, escapeJson } from "./escape.ts";
import { fillTemplate, fillTemplateAsJson } from "./jsonpath/print.ts";
import type { StructuredFormat } from "./output-format.ts";
import type { Page } from "./page.ts";

/** Writes an object as text, its line break at the end. @throws PluginError `usage` where a template does not fit it */
type ObjectPrinter = (object: object) => string;

/**
 * Gives the printer of a format: as kubectl prints, JSON with four spaces and YAML with lists at their key's column. In a
 * stream each object is one compact line of JSON, or one YAML document.
 *
 * JSON and YAML are always free of what a terminal would act on, by escapes of their own. Text from a template goes into
 * a pipe as it is, since scripts ask for it, and is escaped on a terminal.
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

/** Says of what goes wrong in a template that it is the template. */
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
