import { needsFirst } from "../link/order.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { sourceError } from "./tokens.ts";

/** Asserts that no file imports itself, alone or through others. @throws PluginError `bad-input` at the import */
export function checkImports(parsed: ReadonlyMap<string, ParsedFile>): void {
	const imports = [...parsed].map(
		([name, file]) => [name, new Set(file.imports.keys())] as const,
	);
	const { cycle } = needsFirst(new Map(imports));
	const [name, next] = cycle;
	if (name === undefined || next === undefined) return;
	throw sourceError(
		name,
		parsed.get(name)?.imports.get(next) ?? { line: 1, column: 1 },
		`its imports lead back to it: ${cycle.join(" imports ")}`,
	);
}
