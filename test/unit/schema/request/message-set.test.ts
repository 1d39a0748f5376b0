import type { DescMessage } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import { decodeFile } from "../../../../src/schema/link/raw-file.ts";
import { faultIn, readAll } from "../everything.ts";
import { descriptor } from "../reflection/fake-session.ts";

/** Returns an extension of the message set with this number. */
const extension = (name: string, number: number) => ({
	name,
	number,
	extendee: ".s.Set",
	typeName: ".s.Item",
	type: 11,
	label: 1,
});

const { registry } = linkFiles(
	[
		descriptor({
			name: "s.proto",
			package: "s",
			messageType: [
				{
					name: "Set",
					options: { messageSetWireFormat: true },
					extensionRange: [{ start: 4, end: 2_147_483_647 }],
				},
				{ name: "Item" },
			],
			extension: [
				extension("small", 536_870_911),
				extension("large", 536_870_912),
			],
		}),
	].flatMap((bytes) => {
		const decoded = decodeFile(bytes);
		return decoded.kind === "file" ? [decoded.file] : [];
	}),
);

function typeOf(name: string): DescMessage {
	const desc = registry.getMessage(name);
	if (desc === undefined) throw new Error(`no message type ${name}`);
	return desc;
}

const WHY =
	"[s.large] has the number 536870912, which only a message set can hold, and message sets are not sent";

test.each([
	["json", '{"[s.large]": {}}', `-d:1:2: ${WHY}`],
	["text", "[s.large] {}", `-d:1:9: ${WHY}`],
] as const)(
	"in %s, an extension with a number that no tag can hold is refused, and not sent as another one",
	async (format, input, fault) => {
		expect(await faultIn(typeOf("s.Set"), input, { format, registry })).toBe(
			fault,
		);
	},
);

test.each([
	["json", '{"[s.small]": {}}'],
	["text", "[s.small] {}"],
] as const)(
	"in %s, one with the largest number of a tag is sent",
	async (format, input) => {
		const [bytes] = await readAll(typeOf("s.Set"), input, { format, registry });
		expect(Buffer.from(bytes ?? []).toString("hex")).toBe("faffffff0f00");
	},
);
