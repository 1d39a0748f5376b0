import { readFileSync, realpathSync, statSync } from "node:fs";
import type * as Yaml from "yaml";
import { PluginError } from "../../errors.ts";
import { replaceFile } from "../../replace-file.ts";
import type { UserEntry } from "./kubeconfig.ts";
import { holdingLock } from "./kubeconfig-lock.ts";
import type { OidcTokens } from "./oidc-refresh.ts";

/** A user entry and the file that holds it. */
type KubeconfigUser = Pick<UserEntry, "name" | "origin">;

/** Saves renewed tokens. @throws PluginError `credentials` when it cannot be done, `kubeconfig` when another program keeps it locked */
type SaveTokens = (tokens: OidcTokens) => Promise<void>;

/**
 * Returns the function that writes renewed tokens into the kubeconfig of the user entry. Everything else in the file stays, comments
 * included. The file is replaced in one step, so that no reader sees half of it. Call this before requesting the tokens: then saving
 * starts as soon as they arrive, and no signal comes in between. Many providers accept each refresh-token only once.
 */
export async function tokenSaver(user: KubeconfigUser): Promise<SaveTokens> {
	const yaml = await import("yaml");
	return (tokens) => saveTokens(yaml, user, tokens);
}

async function saveTokens(
	yaml: typeof Yaml,
	user: KubeconfigUser,
	tokens: OidcTokens,
): Promise<void> {
	try {
		await holdingLock(user.origin, () => {
			const file = realpathSync(user.origin);
			const text = readFileSync(file, "utf8");
			const renewed = withTokens(yaml, text, user, tokens);
			replaceFile(file, renewed, statSync(file).mode);
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

function withTokens(
	{ isMap, isSeq, parseDocument }: typeof Yaml,
	text: string,
	user: KubeconfigUser,
	tokens: OidcTokens,
): string {
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
