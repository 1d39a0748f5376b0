// Writes the pages of docs/ that are made from the code: `npm run docs`. A test checks that they are current.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { INHERITED_FLAGS } from "../../src/cli/inherited-flags.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { CATALOGUE } from "../../src/findings/catalogue.ts";
import { commandPage, optionsPage } from "./command-page.ts";
import { findingsPage } from "./findings-page.ts";
import { grpcurlPage } from "./grpcurl-page.ts";
import { schemaFiles } from "./schemas.ts";

/** Returns every generated page by its path under docs/. */
export function generatedPages(): Readonly<Record<string, string>> {
	return {
		"findings.md": findingsPage(CATALOGUE),
		"grpcurl.md": grpcurlPage(),
		...Object.fromEntries(
			COMMANDS.map((command) => [
				`commands/${command.name}.md`,
				commandPage(command),
			]),
		),
		"commands/options.md": optionsPage(INHERITED_FLAGS),
		...schemaFiles(),
	};
}

if (import.meta.main) {
	for (const [path, text] of Object.entries(generatedPages())) {
		const file = join("docs", path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
}
