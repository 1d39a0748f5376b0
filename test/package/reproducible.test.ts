import { expect, test } from "vitest";
import { bundlePlugin } from "../../krew/bundle.ts";
import {
	calledFunctions,
	compileFunctions,
} from "../../krew/executable/code-cache.ts";

test("the same sources give the same scripts, and the same functions give the same compiled code", async () => {
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
		const called = await calledFunctions(process.execPath, first, name);
		const compile = () =>
			compileFunctions(process.execPath, first[name], called);
		const compiled = await compile();
		expect((await compile()).equals(compiled), name).toBe(true);
		expect(compiled.length).toBeGreaterThan(leastBytes);
	}
});
