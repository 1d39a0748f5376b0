// Runs the completion scripts in the real shells. A program in the plugin's place prints what the test gives.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { completionScript } from "../../../../src/commands/completion/script.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const answerFile = join(folder, "answer");
const askedFile = join(folder, "asked");
writeFileSync(
	join(folder, "kubectl-grpc"),
	`#!/bin/sh\nprintf '<%s>' "$@" > ${askedFile}\necho noise >&2\ncat ${answerFile}\n`,
);
chmodSync(join(folder, "kubectl-grpc"), 0o755);

const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };

function has(shell: string): boolean {
	try {
		execFileSync(shell, ["-c", "true"]);
		return true;
	} catch {
		return false;
	}
}

/**
 * Runs a program in a shell that has loaded the script. Returns its output and the plugin's arguments. `answer` is the
 * plugin's output.
 */
async function inShell(
	shell: "bash" | "fish",
	answer: string,
	program: string,
): Promise<{ readonly printed: string; readonly asked: string }> {
	writeFileSync(answerFile, answer);
	writeFileSync(askedFile, "");
	const script = join(folder, `script.${shell}`);
	writeFileSync(script, await completionScript(shell));
	const printed = execFileSync(shell, ["-c", `source ${script}\n${program}`], {
		env,
		encoding: "utf8",
	});
	return { printed, asked: readFileSync(askedFile, "utf8") };
}

/** Completes in bash, with the words as bash would have split them. */
function inBash(
	line: string,
	words: readonly string[],
	answer: string,
	type = 9,
) {
	const quoted = words.map((word) => `'${word}'`).join(" ");
	return inShell(
		"bash",
		answer,
		`compopt() { echo "compopt $*"; }
		COMP_LINE='${line}' COMP_POINT=${line.length} COMP_TYPE=${type} COLUMNS=60
		COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}
		__kubectl_grpc_complete
		printf '<%s>' "\${COMPREPLY[@]}"`,
	);
}

describe.skipIf(!has("bash"))("bash", () => {
	test("asks with the words, and offers the values", async () => {
		const line = "kubectl-grpc health de";
		const { printed, asked } = await inBash(
			line,
			line.split(" "),
			"deploy/\tdeployments.apps\n:6\n",
		);
		expect(asked).toBe("<__complete><health><de>");
		expect(printed).toBe("compopt -o nospace\n<deploy/>");
	});

	test("an empty last word is asked for too", async () => {
		const { asked } = await inBash(
			"kubectl-grpc health ",
			["kubectl-grpc", "health", ""],
			":4\n",
		);
		expect(asked).toBe("<__complete><health><>");
	});

	test.each([
		[
			"--output=js",
			["--output", "=", "js"],
			"json\njsonpath=",
			"<json><jsonpath=>",
		],
		["--output=", ["--output", "="], "json\nyaml", "<json><yaml>"],
		["svc/a:gr", ["svc/a", ":", "gr"], "svc/a:grpc", "<grpc>"],
	])(
		"words that bash cuts are joined: %s",
		async (last, cut, answer, reply) => {
			const { printed, asked } = await inBash(
				`kubectl-grpc health ${last}`,
				["kubectl-grpc", "health", ...cut],
				`${answer}\n:4\n`,
			);
			expect(asked).toBe(`<__complete><health><${last}>`);
			expect(printed).toBe(reply);
		},
	);

	test("descriptions are shown when bash lists, and cut to its width", async () => {
		const { printed } = await inBash(
			"kubectl-grpc explain KG",
			["kubectl-grpc", "explain", "KG"],
			`KG1\t${"long ".repeat(20)}\nKG10\tshort\n:4\n`,
			63,
		);
		expect(printed).toBe(
			`<${`KG1   (${"long ".repeat(20)})`.slice(0, 59)}><KG10  (short)>`,
		);
	});

	test.each([
		[":0\n", "compopt -o default\n<>"],
		[":16\n", "compopt -o dirnames\n<>"],
		[":4\n", "<>"],
		["", "<>"],
	])("%j leaves the rest to bash", async (answer, printed) => {
		const line = "kubectl-grpc health --cacert x";
		expect((await inBash(line, line.split(" "), answer)).printed).toBe(printed);
	});
});

describe.skipIf(!has("fish"))("fish", () => {
	test.each([
		["health de", "deploy/\tapps\n:6\n", "deploy/\tapps\n", "<health><de>"],
		[
			"health --output=j",
			"json\n:4\n",
			"--output=json\n",
			"<health><--output=j>",
		],
		["health ", ":4\n", "", "<health><>"],
		["health --cacert ans", ":0\n", "answer\n", "<health><--cacert><ans>"],
	])("%s", async (line, answer, printed, asked) => {
		const found = await inShell(
			"fish",
			answer,
			`cd ${folder}; complete -C 'kubectl-grpc ${line}'`,
		);
		expect(found).toEqual({ printed, asked: `<__complete>${asked}` });
	});
});

describe.skipIf(!has("zsh"))("zsh", () => {
	test("can read it", async () => {
		const script = join(folder, "_kubectl-grpc");
		writeFileSync(script, await completionScript("zsh"));
		expect(execFileSync("zsh", ["-n", script], { encoding: "utf8" })).toBe("");
	});
});
