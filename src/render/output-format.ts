import { PluginError, toPluginError } from "../errors.ts";
import { unreadable } from "../file-error.ts";
import { readWholeNow } from "../whole-file.ts";
import type { JsonPathTemplate } from "./jsonpath/node.ts";
import { parseTemplate } from "./jsonpath/parse.ts";
import { type OutputName, spellFormats } from "./output-name.ts";

/** The formats that print any object as a whole. */
export type StructuredFormat =
	| { readonly kind: "json" | "yaml" }
	| {
			readonly kind: "jsonpath" | "jsonpath-as-json";
			readonly template: JsonPathTemplate;
	  };

/** The formats that are views of a command itself. */
type ViewName = Exclude<OutputName, "json" | "yaml" | "jsonpath">;

/** A requested format: one of the command's views, or one that prints any object. */
export type OutputFormat<View extends ViewName = ViewName> =
	| { readonly kind: View }
	| StructuredFormat;

const TEMPLATE_FLAG = /^(jsonpath|jsonpath-as-json|jsonpath-file)(?:=(.*))?$/s;

/**
 * Parses the value of `-o`. It parses a template too, so that the user sees an error in it before any work is done.
 * @param supported the formats of the command, in the order in which messages list them
 * @throws PluginError `usage` for an unknown format or a template that cannot be parsed, `bad-input` for its file
 */
export function parseOutputFormat<Name extends OutputName>(
	flag: string,
	supported: readonly Name[],
): OutputFormat<Extract<Name, ViewName>> {
	const [, form, given] = TEMPLATE_FLAG.exec(flag) ?? [];
	if (form !== undefined && supported.some((one) => one === "jsonpath")) {
		const text =
			form === "jsonpath-file" ? readTemplateFile(given ?? "") : (given ?? "");
		return {
			kind: form === "jsonpath-as-json" ? form : "jsonpath",
			template: readTemplate(text),
		};
	}
	const name = flag.toLowerCase();
	const view = supported.filter(isView).find((one) => one === name);
	if (view !== undefined) return { kind: view };
	const known: OutputName | undefined = supported.find((one) => one === name);
	if (known === "json" || known === "yaml") return { kind: known };
	throw new PluginError("usage", `unknown output format "${flag}"`, {
		hint: [`one of: ${spellFormats(supported)}`],
	});
}

function isView<Name extends OutputName>(
	name: Name,
): name is Extract<Name, ViewName> {
	return name !== "json" && name !== "yaml" && name !== "jsonpath";
}

function readTemplate(text: string): JsonPathTemplate {
	const hint = ["for example: -o jsonpath='{.pods[*].name}'"];
	if (text === "")
		throw new PluginError("usage", "-o jsonpath= has no template", { hint });
	try {
		return parseTemplate(text);
	} catch (caught) {
		const { code, message } = toPluginError(caught);
		throw new PluginError(code, `jsonpath template "${text}": ${message}`, {
			cause: caught,
			hint,
		});
	}
}

function readTemplateFile(path: string): string {
	if (path === "")
		throw new PluginError("usage", "-o jsonpath-file= names no file");
	try {
		return readWholeNow(path).toString("utf8");
	} catch (caught) {
		throw unreadable(caught, { named: "-o jsonpath-file", file: path });
	}
}
