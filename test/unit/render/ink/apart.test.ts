import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOM = new URL("../../../../src/render/", import.meta.url);
const files = globSync("**/*.{ts,tsx}", { cwd: ROOM }).map((file) =>
	file.replaceAll("\\", "/"),
);

describe("ink and react", () => {
	it.each(files.filter((file) => !file.startsWith("ink/")))(
		"are not loaded by %s, which printing commands use",
		(file) => {
			const source = readFileSync(new URL(file, ROOM), "utf8");
			expect(source).not.toMatch(/from "(ink|react)"|"\.{1,2}\/ink\//);
		},
	);

	it("have a room to themselves", () => {
		expect(
			files.filter((file) => file.startsWith("ink/")).length,
		).toBeGreaterThan(5);
	});
});
