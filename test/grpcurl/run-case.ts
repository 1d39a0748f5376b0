// Asks both programs the same question. Each has a folder of its own for its output files.
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../cluster/shell.ts";
import { type Given, runInProcess } from "../in-process.ts";
import { type Case, fillIn, type Variables } from "./case-file.ts";
import {
	ourArguments,
	parseQuestion,
	type Question,
	theirArguments,
} from "./flags.ts";
import type { ServerName } from "./servers.ts";

/** What cases need to run. */
export type Setting = {
	/** The servers' addresses. Nobody listens on the address of `nobody`. */
	readonly addresses: Readonly<Record<ServerName | "nobody", string>>;
	readonly variables: Variables;
	readonly grpcurl: string;
	readonly folder: string;
};

/** How one of the programs ended. */
export type Answer = {
	readonly argv: readonly string[];
	/** `64 + code` for a status, -1 for a signal. */
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
	/** The folder that `$OUT` stands for. */
	readonly out: string;
};

export type Answers = {
	readonly question: Question;
	readonly grpcurl: Answer;
	readonly ours: Answer;
	/** What the plugin prints with `-o json` in a further run. It is there where grpcurl prints a status. */
	readonly whole: Answer | undefined;
};

const TIMEOUT_MS = 30_000;

/** Asks both programs. Neither sees the other's files, nor a terminal. */
export async function runCase(asked: Case, setting: Setting): Promise<Answers> {
	const address = asked.server && setting.addresses[asked.server];
	const theirs = outFolder(setting);
	const args = filledIn(asked.grpcurl, setting, theirs);
	const question = parseQuestion(args);
	const grpcurl = await askGrpcurl(
		theirArguments(args, question, address),
		asked,
		setting,
		theirs,
	);
	const askPlugin = async (extra: readonly string[]) => {
		const out = outFolder(setting);
		const own = filledIn(asked.ours ?? asked.grpcurl, setting, out);
		const argv = ourArguments(parseQuestion(own), address);
		const all = [...argv, ...extra];
		const run = runOptions(asked, setting);
		const { status, ...printed } = await runInProcess(all, run);
		return { argv: all, out, exit: status, ...printed };
	};
	return {
		question,
		grpcurl,
		ours: await askPlugin([]),
		whole: isStatus(grpcurl) ? await askPlugin(["-o", "json"]) : undefined,
	};
}

/** Whether an exit status stands for a gRPC status: `64 + code`. */
export function isStatus({ exit }: Answer): boolean {
	return exit > 64 && exit <= 64 + 99;
}

function outFolder({ folder }: Setting): string {
	return mkdtempSync(join(folder, "out-"));
}

function filledIn(
	words: readonly string[],
	{ variables }: Setting,
	out: string,
): readonly string[] {
	return words.map((word) => fillIn(word, { ...variables, OUT: out }));
}

async function askGrpcurl(
	argv: readonly string[],
	asked: Case,
	setting: Setting,
	out: string,
): Promise<Answer> {
	const { failure, stdout, stderr } = await attempt(setting.grpcurl, argv, {
		cwd: setting.folder,
		...runOptions(asked, setting),
	});
	const code = /^exit (\d+)$/.exec(failure ?? "exit 0")?.[1];
	const exit = code === undefined ? -1 : Number(code);
	return { argv, exit, stdout, stderr, out };
}

function runOptions({ environment, stdin }: Case, setting: Setting): Given {
	const cache = join(setting.folder, "cache");
	mkdirSync(cache, { recursive: true });
	return {
		env: {
			PATH: process.env["PATH"],
			HOME: setting.folder,
			XDG_CACHE_HOME: cache,
			NO_COLOR: "1",
			...environment,
		},
		input: inputOf(stdin, setting),
		signal: AbortSignal.timeout(TIMEOUT_MS),
	};
}

function inputOf(
	stdin: Case["stdin"],
	{ variables }: Setting,
): string | undefined {
	switch (stdin.kind) {
		case "none":
			return undefined;
		case "text":
			return stdin.text;
		case "file":
			return readFileSync(fillIn(stdin.path, variables), "utf8");
	}
}
