// Asks grpcurl and the plugin the same questions, case by case. Their answers must be the same, except for differences.ts.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempt } from "../cluster/shell.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Case } from "./case-file.ts";
import { type Difference, differences } from "./compare.ts";
import { readCorpus } from "./corpus.ts";
import { DIFFERENCES } from "./differences.ts";
import { FLAGS } from "./flags.ts";
import { runCase } from "./run-case.ts";
import { prepare } from "./setting.ts";

/** How many cases run at once. */
const PARALLEL = 2;

const corpus = readCorpus();
const found = corpus.map(() => Promise.withResolvers<Found>());

type Found = {
	readonly differing: readonly Difference[];
	/** The differences that are left after the known ones are rewritten; undefined where one of those has no rewrite. */
	readonly rest: readonly Difference[] | undefined;
};

const folder = temporaryFolder(afterAll);
let setting: Awaited<ReturnType<typeof prepare>>;

beforeAll(async () => {
	setting = await prepare(folder);
	const waiting = corpus.entries();
	for (let count = 0; count < PARALLEL; count += 1) void work(waiting);
}, 900_000);
afterAll(() => setting.stop());

/** Works through the waiting cases. Several workers share the iterator. */
async function work(waiting: Iterable<[number, Case]>): Promise<void> {
	for (const [index, asked] of waiting) {
		const answer = compare(asked);
		found[index]?.resolve(answer);
		await answer.catch(() => {}); // the test of this case reports it
	}
}

async function compare(asked: Case): Promise<Found> {
	const answers = await runCase(asked, setting);
	const { grpcurl } = answers;
	const stdout = rewritten(grpcurl.stdout, asked.differs);
	return {
		differing: await differences(answers),
		rest:
			stdout === undefined
				? undefined
				: await differences({ ...answers, grpcurl: { ...grpcurl, stdout } }),
	};
}

/** Returns grpcurl's output, rewritten by the known differences; undefined where one of them has no rewrite. */
function rewritten(
	printed: string,
	known: readonly string[],
): string | undefined {
	let text = printed;
	for (const name of known) {
		const rewrite = DIFFERENCES[name]?.rewrite;
		if (rewrite === undefined) return undefined;
		text = rewrite(text);
	}
	return text;
}

describe("grpcurl and kubectl grpc", () => {
	it.each(corpus.map((asked, index) => ({ ...asked, index })))(
		"$place $text",
		async ({ index, differs }) => {
			const answer = await found[index]?.promise;
			if (differs.length === 0) expect(answer?.differing).toEqual([]);
			else {
				expect(answer?.differing).not.toEqual([]);
				expect(answer?.rest ?? []).toEqual([]);
			}
		},
		120_000,
	);

	it("every server still runs", () => {
		expect(setting.ended()).toEqual([]);
	});
});

describe("the corpus", () => {
	it("has at least 200 cases", () => {
		expect(corpus.length).toBeGreaterThanOrEqual(200);
	});

	it("shows every listed difference, and no other", () => {
		const shown = new Set(corpus.flatMap(({ differs }) => differs));
		expect([...shown].sort()).toEqual(Object.keys(DIFFERENCES).sort());
	});
});

describe("docs/grpcurl.md", () => {
	it("has every flag that grpcurl's help has", async () => {
		const { stderr } = await attempt(setting.grpcurl, ["-help"]);
		const flags = [...stderr.matchAll(/^ {2}-([\w-]+)/gm)].map(
			([, name]) => name,
		);
		expect(FLAGS.map(({ name }) => name).sort()).toEqual(flags.sort());
	});
});
