import { PluginError } from "../../errors.ts";

/** The largest message of the input, in bytes or characters: half of what a JavaScript string holds. */
const MAX_MESSAGE = 256 * 1024 * 1024;

/**
 * Refuses a message of which more than {@link MAX_MESSAGE} is held.
 * @throws PluginError `bad-input`
 */
export function refuseTooLarge(held: number, origin: string): void {
	if (held <= MAX_MESSAGE) return;
	throw new PluginError(
		"bad-input",
		`${origin}: one message is larger than ${MAX_MESSAGE / 2 ** 20} MiB`,
	);
}
