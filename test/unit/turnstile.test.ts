import { expect, test } from "vitest";
import { createTurnstile } from "../../src/turnstile.ts";

test("a turnstile lets the next one in when one has left with an error", async () => {
	const turnstile = createTurnstile(1);
	const failing = turnstile.pass(() => Promise.reject(new Error("broken")));
	const next = turnstile.pass(async () => "in");
	await expect(failing).rejects.toThrow("broken");
	expect(await next).toBe("in");
});
