import { expect, test } from "vitest";
import { schemaOfFacts } from "../../../src/cli/recorded-schema.ts";

test("Ctrl-C ends the wait for a recorded schema, which may be large", async () => {
	const files: readonly string[] = [];
	const services: readonly string[] = [];
	const value = { files, services, problems: [] };
	const { source } = schemaOfFacts(
		[{ kind: "everything", answer: { kind: "given", value } }],
		[],
		AbortSignal.abort(),
	);
	await expect(source.everything()).rejects.toMatchObject({
		code: "cancelled",
	});
});
