import { PluginError } from "../errors.ts";

/** HTTP/2 changes other characters, or resets the stream for them. */
const FIELDS = {
	authority: /^[\x21-\x7e]*$/,
	"user-agent": /^[\x20-\x7e]*$/,
} as const;

/** Refuses the value of a header field that HTTP/2 does not carry unchanged. @throws PluginError `bad-input` */
export function requireSendable(
	field: keyof typeof FIELDS,
	value: string,
): void {
	if (FIELDS[field].test(value)) return;
	throw new PluginError(
		"bad-input",
		`the ${field} ${JSON.stringify(value)} cannot be sent: it has characters that HTTP/2 does not carry`,
		{ hint: [`--${field} sets it`] },
	);
}
