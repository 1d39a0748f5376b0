import { globSync } from "node:fs";
import { test } from "vitest";
import { programPath } from "./control.ts";
import { call } from "./shell.ts";

test("actionlint finds nothing wrong with our GitHub workflows", async () => {
	// actionlint would call these other linters, which not every machine has.
	await call(programPath("actionlint"), [
		"-shellcheck=",
		"-pyflakes=",
		...globSync(".github/workflows/*.yml"),
	]);
});
