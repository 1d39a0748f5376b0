import { expect, test } from "vitest";
import { bundlePlugin } from "../../krew/bundle.ts";
import { compileCode } from "../../krew/executable/code-cache.ts";

test("the same sources give the same bundle and the same compiled code", async () => {
	const [first, second] = [
		await bundlePlugin("v1.2.3"),
		await bundlePlugin("v1.2.3"),
	];
	expect(second.code === first.code).toBe(true);
	expect(first.code).toContain('"1.2.3"');
	const compiled = await compileCode(process.execPath, first.code);
	expect(
		(await compileCode(process.execPath, first.code)).equals(compiled),
	).toBe(true);
	expect(compiled.length).toBeGreaterThan(500_000);
});
