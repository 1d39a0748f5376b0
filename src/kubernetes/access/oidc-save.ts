import { readFile, realpath } from "node:fs/promises";
import { PluginError } from "../../errors.ts";
import type { UserEntry } from "./kubeconfig.ts";
import { holdingLock } from "./kubeconfig-lock.ts";
import type { OidcTokens } from "./oidc-refresh.ts";
import { replaceFile } from "./replace-file.ts";

/** Which user entry, and the file it came from. */
type KubeconfigUser = Pick<UserEntry, "name" | "origin">;

/**
 * Writes renewed tokens into the kubeconfig that the user entry came from; everything else in it, comments included, stays.
 * The file is replaced at once, so that no reader sees half of it.
 * @throws PluginError `credentials` when it cannot be written, `kubeconfig` when another program keeps it locked
 */
export async function saveTokens(
	user: KubeconfigUser,
	tokens: OidcTokens,
): Promise<void> {
	try {
		await holdingLock(user.origin, async () => {
			const file = await realpath(user.origin);
			const text = await readFile(file, "utf8");
			await replaceFile(file, await withTokens(text, user, tokens));
		});
	} catch (cause) {
		if (cause instanceof PluginError) throw cause;
		throw new PluginError(
			"credentials",
			`the renewed tokens of user "${user.name}" cannot be saved to ${user.origin}`,
			{
				cause,
				hint: ["make the file writable: the old refresh-token may be spent"],
				facts: { file: user.origin },
			},
		);
	}
}

async function withTokens(
	text: string,
	user: KubeconfigUser,
	tokens: OidcTokens,
): Promise<string> {
	const { isMap, isSeq, parseDocument } = await import("yaml");
	const document = parseDocument(text, { version: "1.1", uniqueKeys: false });
	const users = document.get("users");
	if (!isSeq(users)) throw new Error("no list of users");
	const entry = users.items.find(
		(item) => isMap(item) && item.get("name") === user.name,
	);
	if (!isMap(entry)) throw new Error("the user entry is gone");
	const config = ["user", "auth-provider", "config"];
	entry.setIn([...config, "id-token"], tokens.idToken);
	if (tokens.refreshToken !== undefined)
		entry.setIn([...config, "refresh-token"], tokens.refreshToken);
	return document.toString({ lineWidth: 0 });
}
