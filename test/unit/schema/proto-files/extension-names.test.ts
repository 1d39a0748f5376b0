import { join } from "node:path";
import type { Registry } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { withFullNames } from "../../../../src/schema/proto-files/extension-names.ts";
import { registryOf } from "../build.ts";

const registry = registryOf(join(import.meta.dirname, "options"));
const schema = registry.getMessage("google.protobuf.FieldOptions");

/** Returns the registry, and how often an extension of it has been looked up. */
function counting(): {
	readonly registry: Registry;
	readonly asked: () => number;
} {
	let asked = 0;
	const getExtension: Registry["getExtension"] = (name) => {
		asked += 1;
		return registry.getExtension(name);
	};
	return { registry: { ...registry, getExtension }, asked: () => asked };
}

it("each name in brackets is looked up a few times, however many others stand before it", () => {
	if (schema === undefined) throw new Error("FieldOptions is not there");
	const lookups = (names: number) => {
		const { registry, asked } = counting();
		const text = "[no.such]: 1 ".repeat(names);
		withFullNames(text, { schema, scope: "p.q" }, registry);
		return asked();
	};
	expect(lookups(300)).toBeLessThanOrEqual(3 * lookups(100));
});
