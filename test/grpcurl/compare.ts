// Decides whether two answers say the same. Messages are compared as values, descriptions as text, statuses by code, message
// and details. Each program has its own words for a failure without a status, so only the fact of it is compared.
import { isDeepStrictEqual } from "node:util";
import { filesWritten } from "./files-written.ts";
import { type Answer, type Answers, isStatus } from "./run-case.ts";
import { jsonValues, textMessages } from "./values.ts";

/** One difference between the two answers. */
export type Difference = {
	readonly what: "exit" | "messages" | "text" | "status" | "details" | "files";
	readonly grpcurl: unknown;
	readonly ours: unknown;
};

/** Returns every difference; none when the programs agree. */
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

/** Returns the status number. Every other failure is "failed", whatever its exit status. */
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

/** The message of grpc-go when its own clock ends a call. A server may have sent the same status a moment before. */
const DEADLINE_OF_GRPC_GO = "context deadline exceeded";

/** Compares the status that grpcurl prints on stderr with the status of our whole result. */
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
		// Each client has its own message for a status that no server sent, so only a server's message is compared.
		...(ours?.source === "server" && theirs.message !== DEADLINE_OF_GRPC_GO
			? unequal("status", theirs.message, ours.message, (text) => text)
			: []),
		// In text format grpcurl prints the details as text, and the whole result has them as JSON.
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

/** Returns the status in the result that `-o json` prints. */
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
