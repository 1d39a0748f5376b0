import { join } from "node:path";
import { expect, test } from "vitest";
import { symbolReport } from "../../../../src/commands/describe/report.ts";
import { printDescription } from "../../../../src/commands/describe/view.ts";
import { pageOf } from "../../../../src/render/page.ts";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { registryOf } from "../../schema/build.ts";

const registry = registryOf(
	join(import.meta.dirname, "../../schema/print/proto"),
);

function described(name: string, template: "with-template" | "plain") {
	const description = describeSymbol(registry, name);
	if (description === undefined) throw new Error(`nothing called ${name}`);
	return symbolReport(description, registry, template);
}

/** Returns what is printed below the source. */
async function printed(name: string): Promise<string> {
	const text = await printDescription(
		{
			apiVersion: "kubectl-grpc/v1",
			kind: "SchemaDescription",
			pod: null,
			namespace: null,
			symbols: [described(name, "with-template")],
			problems: [],
		},
		{ kind: "table" },
		pageOf({ isTTY: false, columns: 80 }, {}),
	);
	return text.slice(text.indexOf("\n\n") + 1);
}

test("each method of a service has a template of its own, under its name", async () => {
	await expect(await printed("printed.modern.Serving")).toMatchFileSnapshot(
		"service-template.golden",
	);
});

test("a method has the same template as in its service", async () => {
	const [first] =
		described("printed.modern.Serving", "with-template").methods ?? [];
	const { template, oneofs } = described(first?.method ?? "", "with-template");
	expect({ template, oneofs }).toEqual({
		template: first?.template,
		oneofs: first?.oneofs,
	});
});

test("a report has no template without --template", () => {
	const report = described("printed.modern.Serving", "plain");
	expect(report).not.toHaveProperty("methods");
	expect(report).not.toHaveProperty("template");
});
