import { PluginError } from "../errors.ts";
import { isSecret } from "../grpc/secret-name.ts";

/** The hint for a header that the shell has split. */
export const ONE_WORD_HINT = "a header is one word: -H 'NAME: VALUE'";

/** Returns the header that a flag gives; undefined for any other flag. */
export function headerOf(flag: string): string | undefined {
	return /^--(?:rpc-|reflect-)?header=(?<header>.*)$/s.exec(flag)?.groups?.[
		"header"
	];
}

/** Returns the name of a header that a flag gives without a value. The value is probably the next word of the line. */
export function splitHeaderName(flag: string): string | undefined {
	return /^(?<name>[^:]*):$/.exec(headerOf(flag) ?? "")?.groups?.["name"];
}

/** Refuses a credential that would be taken for a target, and so be repeated in messages. @throws PluginError `usage` */
export function refuseSplitCredential(words: readonly string[]): void {
	const at = words.findIndex((word) => isSecret(splitHeaderName(word) ?? ""));
	const next = words[at + 1];
	if (at < 0 || next === undefined || next.startsWith("-")) return;
	throw new PluginError("usage", "a header has a name and no value", {
		hint: [ONE_WORD_HINT],
	});
}
