import { describe, expect, it } from "vitest";
import { faultOf, OPEN, readFrom, written } from "./messages.ts";
import {
	REFUSED,
	REFUSED_OF_OTHERS,
	TAKEN,
	TAKEN_OF_OTHERS,
} from "./text-cases.ts";

const open = OPEN.typeName;
const taken = [
	...TAKEN.map((row) => [open, ...row] as const),
	...TAKEN_OF_OTHERS,
];
const refused = [
	...REFUSED.map((row) => [open, ...row] as const),
	...REFUSED_OF_OTHERS,
];

describe("text that protobuf's conformance suite takes is read, and written so that it is read again", () => {
	it.each(taken)("%s, %s: %j", async (type, _, text, same) => {
		const format = "text";
		const bytes = await readFrom(type, text, { format });
		expect(bytes).toEqual(await readFrom(type, same, { format }));
		const shown = written(type, bytes, { format });
		expect(await readFrom(type, shown, { format })).toEqual(bytes);
	});
});

/** The suite refuses it. Here the number is sent, as in Go's protobuf, since a server may be newer than its schema. */
it("ClosedEnumFieldWithUnknownNumber is taken", async () => {
	const text = "optional_nested_enum: 42";
	const bytes = await readFrom("conformance.Closed", text, { format: "text" });
	expect(written("conformance.Closed", bytes, { format: "text" })).toBe(text);
});

describe("text that it refuses is refused", () => {
	it.each(refused)("%s, %s: %j", async (type, _, text) => {
		expect(await faultOf(text, { format: "text" }, type)).not.toBe("");
	});
});
