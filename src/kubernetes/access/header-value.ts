import { PluginError } from "../../errors.ts";

/**
 * Converts text to the form in which Node writes a header: its UTF-8 bytes, one character each, as Go's client sends them.
 * @param subject what the text is, for the message; the text itself is never shown, since it may be a token
 * @throws PluginError `credentials` for control characters, which would end the header
 */
export function headerValue(text: string, subject: string): string {
	const bytes = Buffer.from(text, "utf8").toString("latin1");
	if (/[^\t\x20-\x7e\x80-\xff]/.test(bytes))
		throw new PluginError(
			"credentials",
			`${subject} contains a line break or another control character`,
			{ hint: ["copy it anew, without what follows it"] },
		);
	return bytes;
}
