import { PluginError } from "../errors.ts";

/** What is to be done about a header that the shell took apart. */
export const ONE_WORD_HINT = "a header is one word: -H 'NAME: VALUE'";

/** A header whose value, a credential by its name, is likely the next word of the line. */
const TORN_CREDENTIAL =
	/^--(?:rpc-|reflect-)?header=[^:]*(?:authori[sz]ation|cookie|token|secret|passw|key)[^:]*:$/i;

/** Refuses a credential that would be taken for a target, and be repeated in what is said of it. @throws PluginError `usage` */
export function refuseTornCredential(words: readonly string[]): void {
	const at = words.findIndex((word) => TORN_CREDENTIAL.test(word));
	const next = words[at + 1];
	if (at < 0 || next === undefined || next.startsWith("-")) return;
	throw new PluginError("usage", "a header has a name and no value", {
		hint: [ONE_WORD_HINT],
	});
}
