import { refuseOddName } from "../../cli/refuse-odd-name.ts";
import { PluginError } from "../../errors.ts";
import {
	parseTarget,
	parseTargets,
} from "../../kubernetes/targets/parse-target.ts";
import { isSymbol } from "../../kubernetes/targets/refuse-word.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shellWord } from "../../shell-word.ts";

const REQUEST_HINT =
	'requests go with -d, in quotes: -d \'{"id": "42"}\', or -d @FILE';

/**
 * Returns what the words of a command line name: the last word is the method, those before it are the target.
 * @throws PluginError `usage` if one is missing, and for a method that none can be
 */
export function splitTarget(
	words: readonly string[],
	selector: string | undefined,
): { readonly target: readonly string[]; readonly method: string } {
	const method = words.at(-1);
	const target = words.slice(0, -1);
	const request = words.find(isOfRequest);
	if (request !== undefined)
		throw new PluginError("usage", `"${request}" is no method`, {
			hint: [REQUEST_HINT],
		});
	if (method === undefined || (target.length === 0 && selector === undefined))
		throw lacking(method);
	refuseOddName("the method", method);
	refuseMisplaced(target, method);
	return { target, method };
}

/** Refuses words in the wrong order, and a method that is split into two words. @throws PluginError `usage` */
function refuseMisplaced(target: readonly string[], method: string): void {
	// `Deployment/web` can be read as either: a target or a method.
	const symbol = target.find((word) => isSymbol(word) && !isTarget(word));
	if (symbol === undefined) return;
	if (symbol === target[0] && isTarget(method) && /[/:]/.test(method)) {
		const line = [method, symbol].map(shellWord).join(" ");
		throw new PluginError("usage", "the method stands behind its target", {
			hint: [`${INVOCATION} call ${line}`],
		});
	}
	if (symbol !== target.at(-1)) return;
	if (/^\w+$/.test(method) && !symbol.includes("/"))
		throw new PluginError("usage", "a service and its method are one word", {
			hint: [shellWord(`${symbol}/${method}`)],
		});
	throw new PluginError(
		"usage",
		`one method is called, and "${method}" is more`,
		{ hint: [REQUEST_HINT] },
	);
}

/**
 * Refuses several targets where one pod is called. The first Ready pod would be from any of them, and the user would not see which.
 * @throws PluginError `usage`
 */
export function refuseSecondTarget(target: readonly string[]): void {
	const { length } = parseTargets(target);
	if (length > 1)
		throw new PluginError(
			"usage",
			`one target is called, and ${target.join(" ")} is ${length}`,
			{
				hint: [
					"--all-pods calls every pod of them, --pod NAME one",
					"else run it once for each",
				],
			},
		);
}

/**
 * Returns whether a word is a request without -d, or a piece of one that the shell split because quotes were missing. The first
 * word is taken for the target if it may be one.
 */
function isOfRequest(word: string, index: number): boolean {
	return (
		/^[{@]|["{}]/.test(word) ||
		(index > 0 && /^\[(?!.*\]:\d)|=|[,:]$/.test(word))
	);
}

/** Returns the error for a command line of one word or none. */
function lacking(word: string | undefined): PluginError {
	const example = `for example: ${INVOCATION} call deploy/user-service user.UserService/GetUser -d '{"id": "42"}'`;
	if (word === undefined)
		return new PluginError("usage", "call needs a target and a method", {
			hint: [example, `${INVOCATION} list TARGET -o wide shows the methods`],
		});
	if (isTarget(word))
		return new PluginError("usage", "call needs a method behind its target", {
			hint: [
				`${INVOCATION} list ${shellWord(word)} -o wide shows the methods`,
				example,
			],
		});
	return new PluginError("usage", "call needs a target before its method", {
		hint: [
			example,
			"a target is TYPE/NAME, a pod's name, -l SELECTOR or HOST:PORT",
		],
	});
}

function isTarget(word: string): boolean {
	try {
		parseTarget(word);
		return true;
	} catch {
		return false;
	}
}
