import { PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import { quoted } from "./quoted.ts";
import { refuseSocket } from "./unix-socket.ts";

/**
 * Refuses a word in the form of something else that stands on command lines: a flag, a socket, a URL, a selector.
 * @throws PluginError `bad-input`, with where such a word stands or what to name instead
 */
export function refuseForeign(text: string): void {
	refuseUnprintable(text);
	refuseFlag(text);
	refuseSocket(text);
	refuseUrl(text);
	refuseSelector(text);
}

/** Refuses a word that no name can be. @throws PluginError `bad-input` */
export function refuseUnprintable(text: string): void {
	if (/^[\x21-\x7e]+$/.test(text)) return;
	const what = text === "" ? "an empty word" : quoted(text);
	throw new PluginError(
		"bad-input",
		`${what} is no target: names have only printable ASCII characters and no spaces`,
		{
			hint: [
				"for example deploy/user-service, svc/user-service, a pod's name, or HOST:PORT",
			],
		},
	);
}

/** Refuses a flag behind `--`, which the command line passes on as a word. */
function refuseFlag(text: string): void {
	if (!text.startsWith("-")) return;
	throw new PluginError("bad-input", `${quoted(text)} is no target`, {
		hint: ['flags stand before "--"'],
	});
}

/** Refuses a URL, which names more than an address. */
function refuseUrl(text: string): void {
	if (!text.includes("://")) return;
	throw new PluginError("bad-input", `${quoted(text)} is a URL, not a target`, {
		hint: ["name an address without scheme and path: HOST:PORT"],
	});
}

/** Refuses a selector. No name contains its `=`. */
function refuseSelector(text: string): void {
	if (!text.includes("=")) return;
	throw new PluginError("bad-input", `${quoted(text)} is no target`, {
		hint: [`a label selector stands behind -l: -l ${shellWord(text)}`],
	});
}

/**
 * Refuses the name of a file that has a schema. Such a name could be a pod's, too, which pod/NAME still means.
 * @throws PluginError `bad-input`, with the flag that reads the file
 */
export function refuseSchemaFile(text: string): void {
	const flag = text.endsWith(".proto")
		? "--proto"
		: /\.(?:binpb|protoset)$/.test(text)
			? "--protoset"
			: undefined;
	if (flag === undefined) return;
	throw new PluginError(
		"bad-input",
		`${quoted(text)} is a file, and no target`,
		{ hint: [`a schema in a file: ${flag} ${shellWord(text)}`] },
	);
}

/** `GetUser`, `user.User`, `user.UserService/GetUser`: the form of a schema's names, which no object's name has. */
const SYMBOL = /^([a-z]\w*\.)*[A-Z]\w*([./]\w+)*$/;

/** Whether a word has the form of a service's, method's or message's name and not that of a target. */
export const isSymbol = (text: string): boolean => SYMBOL.test(text);

/** Refuses the name of something in a schema. @throws PluginError `bad-input`, with where such a name stands */
export function refuseSymbol(text: string): void {
	if (!isSymbol(text)) return;
	throw new PluginError("bad-input", `${quoted(text)} is no target`, {
		hint: [
			`a name of a schema stands behind its target: deploy/user-service ${shellWord(text)}`,
			"health takes a service as --service NAME",
		],
	});
}
