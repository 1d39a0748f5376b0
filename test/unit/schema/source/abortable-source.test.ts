import { expect, test } from "vitest";
import type { SchemaSource } from "../../../../src/schema/schema.ts";
import { abortableSource } from "../../../../src/schema/source/abortable-source.ts";

const never = () => new Promise<never>(() => {});
const endless: SchemaSource = {
	services: never,
	schemaOf: never,
	everything: never,
};

test.each([
	["services", (source: SchemaSource) => source.services()],
	["schemaOf", (source: SchemaSource) => source.schemaOf("a.S")],
	["everything", (source: SchemaSource) => source.everything()],
])("Ctrl-C ends the wait for %s", async (_, ask) => {
	const interruption = new AbortController();
	const answer = ask(abortableSource(endless, interruption.signal));
	interruption.abort();
	await expect(answer).rejects.toMatchObject({ code: "cancelled" });
});
