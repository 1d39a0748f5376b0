import { PluginError } from "../../errors.ts";

/** The most that one message of the input may take, in bytes or characters: half of what a JavaScript string holds. */
const MAX_MESSAGE = 256 * 1024 * 1024;

/**
 * Keeps what is held of one message within bounds.
 * @throws PluginError `bad-input`
 */
export function refuseTooLarge(held: number, origin: string): void {
	if (held <= MAX_MESSAGE) return;
	throw new PluginError(
		"bad-input",
		`${origin}: one message is larger than ${MAX_MESSAGE / 2 ** 20} MiB`,
	);
}
