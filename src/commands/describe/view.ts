import { escapeBlock } from "../../render/escape.ts";
import type { OutputFormat } from "../../render/output-format.ts";
import { type Page, printLines } from "../../render/page.ts";
import { dim, type StyledText, strong } from "../../render/span.ts";
import type { SchemaDescription, SymbolReport } from "./report.ts";

/** Prints a description in the wanted format: proto source under a heading for each symbol, or one structured object. */
export async function printDescription(
	description: SchemaDescription,
	format: OutputFormat<"table" | "name">,
	page: Page,
): Promise<string> {
	switch (format.kind) {
		case "table":
			return printLines(description.symbols.flatMap(symbolLines), page);
		case "name":
			return printLines(
				description.symbols.map(({ name }) => name),
				page,
			);
		default: {
			const { objectPrinter } = await import("../../render/structured.ts");
			return (await objectPrinter(format, page))(description);
		}
	}
}

function symbolLines(symbol: SymbolReport): readonly StyledText[] {
	const heading: StyledText = [strong(symbol.name), ` is ${symbol.type}:`];
	return [
		heading,
		...escapeBlock(symbol.source).split("\n").map(sourceLine),
		...templateLines(symbol),
	];
}

/** Dims comments: a reader who looks for a name does not need them. */
function sourceLine(line: string): StyledText {
	return line.trimStart().startsWith("//") ? dim(line) : line;
}

function templateLines({
	template,
	oneofs = [],
	methods = [],
}: SymbolReport): readonly StyledText[] {
	return [
		...(template === undefined
			? []
			: filledIn("Message template:", template, oneofs)),
		...methods.flatMap((each) =>
			filledIn(
				`Message template of ${each.method}:`,
				each.template,
				each.oneofs,
			),
		),
	];
}

function filledIn(
	heading: string,
	template: unknown,
	oneofs: readonly string[],
): readonly StyledText[] {
	return [
		"",
		heading,
		...JSON.stringify(template, undefined, 2).split("\n"),
		...oneofs.map((oneof) => dim(`one of ${oneof}`)),
	];
}
