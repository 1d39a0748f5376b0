import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";

/** Milliseconds for which a token from a file is used before it is read again: client-go's minute less ten seconds of leeway. */
const REREAD_AFTER_MS = 50_000;

/** Returns the token. `fresh` reads the file again, however recent the last reading. */
type TokenFile = (options: { readonly fresh: boolean }) => Promise<string>;

/**
 * Reads a token from a file that another program renews, as the kubelet does in pods. After the first reading, a file that is missing
 * or empty for a moment does no harm: the last token stays in use (client-go, transport/token_source.go).
 * @param fallback the entry's `token`, used while the file cannot be read
 */
export function tokenFile(
	path: string,
	fallback: string | undefined,
	now: () => number = Date.now,
): TokenFile {
	let last: { readonly token: string; readonly readAt: number } | undefined;
	return async ({ fresh }) => {
		if (last && !fresh && now() - last.readAt < REREAD_AFTER_MS)
			return last.token;
		try {
			last = { token: await readToken(path), readAt: now() };
			return last.token;
		} catch (caught) {
			const known = last?.token ?? fallback;
			if (known !== undefined) return known;
			throw caught;
		}
	};
}

/** @throws PluginError `credentials` when the file cannot be read or is empty */
async function readToken(path: string): Promise<string> {
	const bytes = await readWhole(path).catch((cause: unknown) => {
		throw unreadable(cause, {
			named: "the token file",
			file: path,
			code: "credentials",
		});
	});
	const token = bytes.toString("utf8").trim();
	if (token === "")
		throw new PluginError("credentials", `token file ${path} is empty`, {
			hint: ["write a token into it: kubectl create token SERVICEACCOUNT"],
			facts: { file: path },
		});
	return token;
}
