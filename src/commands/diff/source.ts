import { accessOf } from "../../cli/access.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import type { AccessContext, Reach } from "../../cli/reach.ts";
import { refuseQueryFlags } from "../../cli/recording/refuse-query-flags.ts";
import { checkRecordingFlags } from "../../cli/recording.ts";
import { openFiles, protoFilesOf } from "../../cli/schema.ts";
import {
	checkSchemaFlags,
	hasSchemaFiles,
} from "../../cli/schema-contradictions.ts";
import { schemaQuestionsOf } from "../../cli/whole-schema.ts";
import { PluginError } from "../../errors.ts";
import { findKind } from "../../kubernetes/targets/kinds.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { importFolders } from "../../schema/proto-files/proto-files-source.ts";
import type { Schema } from "../../schema/schema.ts";
import { gapLine, gapsOf } from "../../schema/source/gaps.ts";
import { schemaFact } from "../../schema/source/schema-fact.ts";
import { collectSchemas, type SideAccess } from "./collect.ts";
import { DIFF_FLAGS } from "./command.ts";
import type { DiffFact } from "./facts.ts";
import { foldersAtRevision } from "./git-files.ts";

export type DiffArguments = Arguments<typeof DIFF_FLAGS>;

/** What is compared: the pods of one target with each other or with files, or two targets. */
type Sides = {
	readonly first: readonly string[];
	readonly second: readonly string[] | "files" | undefined;
};

/** Returns the sides that a command line names. @throws PluginError `usage` */
export function sidesOf(args: DiffArguments): Sides {
	const { words, flags } = args;
	const [first = [], second = [], ...more] = targetsOf(words);
	const files = hasSchemaFiles(flags);
	const isNamed = words.length > 0 || flags.selector !== undefined;
	if (!isNamed && flags.replay === undefined)
		throw new PluginError("usage", "diff needs a target", {
			hint: [`for example: ${INVOCATION} diff deploy/user-service`],
		});
	if (more.length > 0)
		throw new PluginError("usage", "diff compares two targets, not more");
	if (second.length > 0 && files)
		throw new PluginError(
			"usage",
			"diff compares with a second target or with files, not with both",
		);
	checkRecordingFlags(flags, words);
	refuseQueryFlags(args, DIFF_FLAGS, [
		"exit-code",
		"protoset-out",
		"proto-out-dir",
	]);
	checkSources(flags);
	if (files) return { first, second: "files" };
	return { first, second: second.length > 0 ? second : undefined };
}

/** Splits words into targets. As in kubectl, `TYPE NAME` is one target and `TYPE NAME NAME` are two of that type. */
function targetsOf(words: readonly string[]): readonly (readonly string[])[] {
	const [type = "", name, ...others] = words;
	if (findKind(type) === undefined || name === undefined)
		return words.map((word) => [word]);
	const isName = (word: string) => !/[/:]/.test(word);
	return [
		[type, name],
		...others.map((word) => (isName(word) ? [type, word] : [word])),
	];
}

function checkSources(flags: DiffArguments["flags"]): void {
	if (flags["proto-git"] !== undefined && flags.proto.length === 0)
		throw new PluginError(
			"usage",
			"--proto-git needs --proto FILE, to know which files to read at the revision",
		);
	if (flags.reflection === "off")
		throw new PluginError(
			"usage",
			"diff asks the pods for their schemas: leave out --reflection=off",
		);
	checkSchemaFlags(flags);
}

/** Yields the facts of both sides. @throws PluginError of targets and files; a pod's failure is a fact */
export async function* diffFacts(
	{ flags }: DiffArguments,
	{ first, second }: Sides,
	reach: () => Promise<Reach>,
	run: AccessContext,
): AsyncGenerator<DiffFact, void> {
	const questions = schemaQuestionsOf(flags);
	// Files come first: they have faults more often than pods do, and reading them is faster.
	if (second === "files") yield await filesFact(flags, run.signal);
	const access = await accessOf({ words: first, flags }, reach, run);
	// The second target comes before any pod is asked, so that a wrong one is reported early.
	const other =
		second === undefined || second === "files"
			? undefined
			: await accessOf({ words: second, flags }, reach, run);
	const sides: readonly SideAccess[] = [
		{ side: "first", access },
		...(other === undefined
			? []
			: [{ side: "second", access: other } as const]),
	];
	yield* collectSchemas(sides, questions);
}

async function filesFact(
	flags: DiffArguments["flags"],
	signal: AbortSignal,
): Promise<DiffFact> {
	const revision = flags["proto-git"];
	const names = [...flags.proto, ...flags.protoset].join(" ");
	if (revision === undefined)
		return filesFactOf(names, await openFiles(flags, signal).everything());
	const folders = importFolders(protoFilesOf(flags));
	const { copies, remove } = await foldersAtRevision(revision, folders, signal);
	try {
		const schema = await openFiles(flags, signal, copies).everything();
		return filesFactOf(`${names} at ${revision}`, schema);
	} finally {
		await remove();
	}
}

/** @throws PluginError `bad-input` for files that lack what they use or offer: otherwise that would count as removed */
function filesFactOf(label: string, schema: Schema): DiffFact {
	const [gap] = gapsOf(schema);
	if (gap !== undefined)
		throw new PluginError("bad-input", `${label}: ${gapLine(gap)}`);
	return { kind: "files", label, schema: schemaFact(schema) };
}
