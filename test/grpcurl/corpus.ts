import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Case, parseCases } from "./case-file.ts";

/** Returns every case of the files in cases/. */
export function readCorpus(): readonly Case[] {
	return globSync(join(import.meta.dirname, "cases/*.txt"))
		.toSorted()
		.flatMap((file) => parseCases(basename(file), readFileSync(file, "utf8")));
}
