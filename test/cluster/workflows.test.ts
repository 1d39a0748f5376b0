import { globSync } from "node:fs";
import { test } from "vitest";
import { programPath } from "./control.ts";
import { call } from "./shell.ts";

test("the linter of GitHub's workflows has nothing against ours", async () => {
	// Other linters that it would call are not on every machine.
	await call(programPath("actionlint"), [
		"-shellcheck=",
		"-pyflakes=",
		...globSync(".github/workflows/*.yml"),
	]);
});
