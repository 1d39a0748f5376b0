// What the process prints when the environment both asks for colour and forbids it. No cluster takes part.

import { expect, test } from "vitest";
import { runPlugin } from "./harness/plugin.ts";

test("nothing but the result stands on the streams with NO_COLOR and FORCE_COLOR", async () => {
	const env = { NO_COLOR: "1", FORCE_COLOR: "1" };
	const run = await runPlugin(["health", "127.0.0.1:1"], env);
	expect(run.stderr).toBe("");
	expect(run.stdout).not.toContain("\u001b");
	expect(run.status).toBe(2);
});
