import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("CONTRIBUTING.md says what each room of src is for", () => {
	const told = readFileSync("CONTRIBUTING.md", "utf8");
	const rooms = globSync("src/*", { withFileTypes: true }).map((entry) =>
		entry.isDirectory() ? `src/${entry.name}/` : `src/${entry.name} `,
	);
	expect(rooms.filter((room) => !told.includes(`\n${room}`))).toEqual([]);
});
