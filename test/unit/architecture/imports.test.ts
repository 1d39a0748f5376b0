import { expect, test } from "vitest";
import { violations } from "../../architecture/imports.ts";

test.each([
	["src/grpc/a.ts", "../kubernetes/b.ts", "grpc may not import kubernetes"],
	["src/kubernetes/a.ts", "../cli/b.ts", "kubernetes may not import cli"],
	[
		"src/commands/health/a.ts",
		"../drain/b.ts",
		"commands may not import commands",
	],
	["src/errors.ts", "./findings/health.ts", "errors may not import findings"],
	["src/cli/run.ts", "./table.ts", "cli may not import table"],
])("%s must not import %s", (file, specifier, reason) => {
	expect(
		violations({ [file]: `import { x } from "${specifier}";` }).join(),
	).toContain(reason);
});

test.each([
	["src/cli/table.ts", "../commands/health/command.ts"],
	["src/commands/health/a.ts", "./findings/b.ts"],
	["src/grpc/a.ts", "../errors.ts"],
	["src/grpc/a.ts", "../system-authorities.ts"],
	["src/kubernetes/access/a.ts", "../../system-authorities.ts"],
	["src/schema/a.ts", "../grpc/b.ts"],
])("%s may import %s", (file, specifier) => {
	expect(
		violations({ [file]: `const x = await import("${specifier}");` }),
	).toEqual([]);
});
