import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { metadataOf } from "../../../src/cli/metadata.ts";
import { runInProcess } from "../../in-process.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const file = join(folder, "headers");
writeFileSync(file, "# who asks\nauthorization: Bearer abc\r\n\n  \nx-a: b\n");

test("a file has one header on each line", () => {
	expect(metadataOf(["a: @b", `@${file}`])).toEqual([
		["a", "@b"],
		["authorization", "Bearer abc"],
		["x-a", "b"],
	]);
});

test.each(["health", "list", "describe", "call"])(
	"%s takes -H @FILE, and names a file that does not exist",
	async (command) => {
		const method = command === "call" ? ["a.B/C"] : [];
		const none = join(folder, "none");
		const { stderr } = await runInProcess(
			[command, "127.0.0.1:1", ...method, "--plaintext", "-H", `@${none}`],
			{ env: {} },
		);
		expect(stderr).toBe(`error: -H: ${none} does not exist\n`);
	},
);

describe("metadata", () => {
	test("is names and values", () => {
		expect(
			metadataOf(["Tenant:  7 ", " spaced : x", "x-a-bin: AQ==", "empty:"]),
		).toEqual([
			["tenant", "7"],
			["spaced", "x"],
			["x-a-bin", "AQ=="],
			["empty", ""],
		]);
	});

	// A secret must not be printed when a line of the file lacks its name: the value may then stand in any place.
	test.each([
		[["a: b", "Bearer s3cr3t-hex"], "-H: header 2 has no colon"],
		[
			["s3cr3t/hex+: x"],
			"-H: header 1 has a name that gRPC metadata cannot have",
		],
		[
			["grpc-s3cr3t: x"],
			"-H: header 1 has a name that gRPC metadata cannot have",
		],
		[[":s3cr3t: x"], "-H: header 1 has a name that gRPC metadata cannot have"],
	])(
		"%j is refused by its place, as its text may be a credential",
		(headers, says) => {
			const refused = expect.objectContaining({
				code: "usage",
				message: says,
				hint: [expect.not.stringMatching(/s3cr3t/i)],
			});
			expect(() => metadataOf(headers)).toThrow(refused);
		},
	);
});

test.each([
	[["te: x"], 'metadata "te" cannot be sent: the channel sets it itself'],
	[
		["x-y: café"],
		/^metadata "x-y" cannot be sent: .* outside printable ASCII$/,
	],
	[["x-bin: ?"], /^metadata "x-bin" cannot be sent: .* not base64$/],
	[["date: 1", "Date: 2"], /^metadata "date" cannot be sent: .* once only$/],
])("%j is refused before anything is asked", (headers, message) => {
	expect(() => metadataOf(headers)).toThrow(message);
});
