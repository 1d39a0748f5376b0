import { expect, test } from "vitest";
import { bundlePlugin } from "../../krew/bundle.ts";
import { compileCode } from "../../krew/executable/code-cache.ts";

test("the same sources give the same scripts and the same compiled code", async () => {
	const [first, second] = [
		await bundlePlugin("v1.2.3"),
		await bundlePlugin("v1.2.3"),
	];
	for (const [name, leastBytes] of [
		["front", 50_000],
		["whole", 500_000],
	] as const) {
		expect(second[name] === first[name]).toBe(true);
		expect(first[name].includes("1.2.3")).toBe(true);
		const compiled = await compileCode(process.execPath, first, name);
		const again = await compileCode(process.execPath, first, name);
		expect(again.equals(compiled)).toBe(true);
		expect(compiled.length).toBeGreaterThan(leastBytes);
	}
});
