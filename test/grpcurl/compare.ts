// Whether two answers say the same. Messages are compared as values, descriptions as text, statuses by code, message and
// details, failures before a status by the fact alone: both tell in words of their own.
import { isDeepStrictEqual } from "node:util";
import { filesWritten } from "./files-written.ts";
import { type Answer, type Answers, isStatus } from "./run-case.ts";
import { jsonValues, textMessages } from "./values.ts";

/** One thing that the programs answered differently. */
export type Difference = {
	readonly what: "exit" | "messages" | "text" | "status" | "details" | "files";
	readonly grpcurl: unknown;
	readonly ours: unknown;
};

/** Everything that differs; nothing when they agree. */
export async function differences(
	answers: Answers,
): Promise<readonly Difference[]> {
	const { grpcurl, ours } = answers;
	return [
		...unequal("exit", grpcurl, ours, ending),
		...comparedOutput(answers),
		...comparedStatus(answers),
		...unequal(
			"files",
			await filesWritten(grpcurl.out),
			await filesWritten(ours.out),
			(files) => files,
		),
	];
}

function unequal<T>(
	what: Difference["what"],
	grpcurl: T,
	ours: T,
	view: (of: T) => unknown,
): readonly Difference[] {
	const [theirs, own] = [view(grpcurl), view(ours)];
	return isDeepStrictEqual(theirs, own)
		? []
		: [{ what, grpcurl: theirs, ours: own }];
}

/** A status is its number; any other failure is a failure, whichever number it has. */
function ending(answer: Answer): string | number {
	if (answer.exit === 0) return "ok";
	return isStatus(answer) ? answer.exit : "failed";
}

function comparedOutput({
	question,
	grpcurl,
	ours,
}: Answers): readonly Difference[] {
	const flags = question.flags.map(({ row }) => row.name);
	if (question.kind !== "call" || flags.includes("v"))
		return unequal("text", grpcurl, ours, ({ stdout }) => stdout.trim());
	return unequal("messages", grpcurl, ours, ({ stdout }) =>
		isText(question) ? textMessages(stdout) : jsonValues(stdout),
	);
}

function isText({ flags }: Answers["question"]): boolean {
	return flags.some(
		({ row, value }) => row.name === "format" && value === "text",
	);
}

/** What grpc-go says when its own clock ends a call; a server may have told the same a moment before. */
const DEADLINE_OF_GRPC_GO = "context deadline exceeded";

/** What grpcurl prints of a status on stderr, against the status of our whole result. */
function comparedStatus({
	question,
	grpcurl,
	whole,
}: Answers): readonly Difference[] {
	if (whole === undefined) return [];
	const theirs = printedStatus(grpcurl.stderr);
	if (theirs === undefined) return [];
	const ours = statusOf(whole);
	return [
		// What a client makes up on a server's behalf, it says in words of its own.
		...(ours?.source === "server" && theirs.message !== DEADLINE_OF_GRPC_GO
			? unequal("status", theirs.message, ours.message, (text) => text)
			: []),
		// In text format, grpcurl prints them as that; the whole result has them as JSON.
		...(isText(question)
			? []
			: unequal(
					"details",
					theirs.details,
					ours?.details ?? [],
					(list) => list,
				)),
	];
}

type PrintedStatus = {
	readonly message: string;
	readonly details: readonly unknown[];
};

function printedStatus(stderr: string): PrintedStatus | undefined {
	const found =
		/^ERROR:\n {2}Code: \w+\n {2}Message: ([\s\S]*?)(?:\n {2}Details:\n([\s\S]*))?\n$/.exec(
			stderr,
		);
	if (found === null) return undefined;
	const [, message = "", details = ""] = found;
	return {
		message,
		details: details
			.split(/^ {2}\d+\)\t/m)
			.slice(1)
			.map((detail) => jsonValues(detail)[0]),
	};
}

/** The status in the result that `-o json` prints. */
function statusOf(whole: Answer):
	| {
			readonly source: string;
			readonly message: string;
			readonly details: readonly unknown[];
	  }
	| undefined {
	const [result] = jsonValues(whole.stdout);
	return (result as { status?: ReturnType<typeof statusOf> } | undefined)
		?.status;
}
