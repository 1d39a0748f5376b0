import { join } from "node:path";
import { createRegistry, fromJson } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { messageTemplate } from "../../../../src/schema/template/message-template.ts";
import { registryOf } from "../build.ts";

const registry = registryOf(join(import.meta.dirname, "../../../proto/schema"));
const known = createRegistry(registry, EmptySchema);
const messages = [...registry].filter((type) => type.kind === "message");

test.each(messages.map(({ typeName }) => typeName))(
	"the template of %s is a message of it",
	(typeName) => {
		const desc = registry.getMessage(typeName);
		if (desc === undefined) throw new Error("no such message");
		const { json } = messageTemplate(desc);
		expect(() => fromJson(desc, json, { registry: known })).not.toThrow();
	},
);

test("every field is there once, a message within itself is empty", () => {
	const desc = registry.getMessage("printed.modern.Modern");
	if (desc === undefined) throw new Error("no such message");
	const { json, oneofs } = messageTemplate(desc);
	expect(json).toMatchObject({
		maybe: "",
		many: [""],
		byName: { "": {} },
		levels: { "0": "LEVEL_ZERO" },
		flags: { false: "" },
		at: "1970-01-01T00:00:00Z",
		text: "",
		other: "",
		b: "0",
	});
	expect(json).not.toHaveProperty("time");
	expect(oneofs).toEqual(["choice: text or time"]);
});
