import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CLUSTER_FLAGS } from "../../../../src/cli/cluster-flags.ts";
import { complete } from "../../../../src/cli/completion/complete.ts";
import type { CompleterName } from "../../../../src/cli/completion/completed-by.ts";
import type {
	Completer,
	Completers,
	CompletionRequest,
} from "../../../../src/cli/completion/completer.ts";
import type { Flag } from "../../../../src/cli/flags.ts";
import { COMMANDS, COMPLETERS } from "../../../../src/cli/table.ts";
import { TARGET_FLAGS } from "../../../../src/cli/target-flags.ts";
import { PluginError } from "../../../../src/errors.ts";

const signal = new AbortController().signal;

/** Returns completers that offer their own name and record the requests. */
function naming(asked: CompletionRequest[] = []): Completers {
	const named = (name: string): Completer => {
		return async (request) => {
			asked.push(request);
			return [{ value: `${request.prefix}<${name}>` }];
		};
	};
	const names = Object.keys(COMPLETERS);
	return Object.fromEntries(
		names.map((name) => [name, async () => named(name)]),
	) as Record<CompleterName, () => Promise<Completer>>;
}

const at = (words: readonly string[], completers = naming()) =>
	complete(words, { commands: COMMANDS, completers }, { env: {}, signal });

async function values(...words: readonly string[]): Promise<string[]> {
	return (await at(words)).candidates.map(({ value }) => value);
}

/** Every flag of every command, with the placeholder of its value. */
const PLACED = COMMANDS.flatMap(({ name, flags }) =>
	Object.entries<Flag>(flags).flatMap(([flag, entry]) =>
		"placeholder" in entry
			? [{ command: name, flag, of: entry.placeholder, by: entry.complete }]
			: [],
	),
);

test.each(["FILE", "FOLDER"])("flags of a %s are completed as such", (kind) => {
	const alike = PLACED.filter(({ of }) => of === kind);
	expect(alike.length).toBeGreaterThan(3);
	expect(alike.filter(({ by }) => by !== kind.toLowerCase())).toEqual([]);
});

describe("who is asked", () => {
	test.each([
		[["health", "de"], ["de<target>"]],
		[["health", "deploy/a", ""], ["<target>"]],
		[["-n", "shop", "health", ""], ["<target>"]],
		[["-o", "json", "health", ""], ["<target>"]],
		[["health", "-n", ""], ["<namespace>"]],
		[["-n", ""], ["<namespace>"]],
		[["--tls-secret", ""], ["<tls-secret>"]],
		[["-c=se"], ["se<container>"]],
		[["--context", "pr"], ["pr<context>"]],
		[["health", "--context=pr"], ["pr<context>"]],
		[["health", "-n=sh"], ["sh<namespace>"]],
		[["health", "-context=pr"], ["pr<context>"]],
		[["health", "-wn", "sh"], ["sh<namespace>"]],
		[["health", "--port", "g"], ["g<port>"]],
		[["health", "-c", ""], ["<container>"]],
		[["health", "--tls-secret", ""], ["<tls-secret>"]],
		[["health", "--cacert", "x"], ["x<file>"]],
		[["health", "--cache-dir="], ["<folder>"]],
		[["health", "--wait", "d"], ["d<target>"]],
		[["health", "--rpc-timeout", ""], []],
		[["list", ""], ["<service>"]],
		[["describe", "deploy/a", "x."], ["x.<symbol>"]],
		[["call", "deploy/a", "x."], ["x.<method>"]],
		[["explain", "KG"], ["KG<finding>"]],
		[["sandbox", "--scenario", ""], ["<scenario>"]],
		[["sandbox", ""], []],
		[
			["health", "-o", "js"],
			["json", "jsonpath="],
		],
		[
			["health", "-output=js"],
			["json", "jsonpath="],
		],
		[
			["health", "--color="],
			["auto", "always", "never"],
		],
		[
			["health", "--watch="],
			["true", "false"],
		],
		[["completion", "b"], ["bash"]],
		[["completion", "bash", ""], []],
		[["nosuch", ""], []],
		[["health", "--nosuch="], []],
		[
			["help", "he"],
			["health", "help"],
		],
		[["help", "health", ""], []],
	])("%j is completed with %j", async (words, expected) => {
		expect(await values(...words)).toEqual(expected);
	});
});

test("without a word the commands are offered, with their summaries", async () => {
	const { candidates } = await at([""]);
	expect(candidates.map(({ value }) => value)).toEqual([
		...COMMANDS.map(({ name }) => name),
		"options",
		"help",
	]);
	expect(candidates[0]?.description).toBe(COMMANDS[0]?.summary);
});

test("a command's own flags come before the inherited; a flag that is given is not offered again unless it is a list", async () => {
	const offered = await values(
		"health",
		"--watch",
		"-H",
		"a: b",
		"-n",
		"x",
		"-",
	);
	expect(offered[0]).toBe("--service");
	expect(offered).toEqual(
		expect.arrayContaining(["--header", "--context", "--help", "-v"]),
	);
	expect(offered).not.toContain("--watch");
	expect(offered).not.toContain("--namespace");
	expect(await values("health", "--al")).toEqual([
		"--all-services",
		"--all-namespaces",
	]);
});

test("no space follows a value that is not complete", async () => {
	expect((await at(["health", "-o", "jsonp"])).next).toBe("no-space");
	expect((await at(["health", "-o", "js"])).next).toBe("space");
	expect((await at(["sandbox", "--", "kub"])).next).toBe("files");
});

test("completers see the words and flags before the cursor", async () => {
	const asked: CompletionRequest[] = [];
	const line = [
		"-n",
		"shop",
		"health",
		"deploy/a",
		"-lx=y",
		"--as=eve",
		"--",
		"",
	];
	await at(line.slice(0, -2).concat("b"), naming(asked));
	await at(line.slice(0, -1).concat("-b", "c"), naming(asked));
	const [request, afterDashes] = asked;
	expect(request?.words).toEqual(["deploy/a"]);
	expect(afterDashes?.words).toEqual(["deploy/a", "-b"]);
	expect(afterDashes?.prefix).toBe("c");
	expect(await request?.flagsOf(CLUSTER_FLAGS)).toMatchObject({
		namespace: "shop",
		as: "eve",
	});
	expect(await request?.flagsOf(TARGET_FLAGS)).toMatchObject({
		selector: "x=y",
	});
});

test("every completer that a table names exists", async () => {
	const flags = COMMANDS.flatMap((command) => Object.values(command.flags));
	const named = [...flags, ...COMMANDS].flatMap(({ complete }) =>
		typeof complete === "string" ? [complete] : [],
	);
	for (const name of named)
		expect(await COMPLETERS[name]()).toBeTypeOf("function");
});

test("any words get an answer or a usage error", async () => {
	const word = fc.oneof(
		fc.constantFrom(
			"health",
			"-n",
			"--",
			"-o=",
			"--output",
			"-wA",
			"help",
			"-",
		),
		fc.string({ unit: "grapheme" }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(word), async (words) => {
			await at(words).catch((error: unknown) => {
				expect(error).toBeInstanceOf(PluginError);
			});
		}),
	);
});
