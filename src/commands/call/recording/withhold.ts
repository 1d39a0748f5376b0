import { createHmac, randomBytes } from "node:crypto";
import type { FailureFact } from "../../../cli/recording/failure.ts";
import type { Metadata, RpcStatus } from "../../../grpc/channel.ts";
import type { WithheldBody } from "../facts.ts";
import { hintWords } from "../hint-words.ts";
import { redacted } from "../redact.ts";
import type { Payloads } from "./recorded-facts.ts";

/** What of a call goes into a recording. */
export type Withholding = {
	readonly metadata: (metadata: Metadata) => Metadata;
	readonly body: (body: Uint8Array) => string | WithheldBody;
	/** The words of a status, and a mark of details that are not written. */
	readonly message: (status: RpcStatus) => string;
	/** Words made up here, save for those of a server that they quote. */
	readonly quoted: (said: Pick<RpcStatus, "message" | "quoted">) => string;
	readonly details: (details: Uint8Array | undefined) => string | null;
	/** What is wrong with a request, which quotes it. */
	readonly fault: (fault: FailureFact) => FailureFact;
};

/** Metadata of gRPC itself, whose values are nobody's data. */
const HARMLESS = [
	"content-type",
	"grpc-status",
	"grpc-encoding",
	"grpc-accept-encoding",
];

/** What a recording keeps: with payloads all but secrets, else names, sizes, codes and times. */
export function withholding(payloads: Payloads): Withholding {
	return payloads === "kept" ? secretsAlone() : allData();
}

function secretsAlone(): Withholding {
	return {
		metadata: redacted,
		body: base64,
		message: ({ message }) => message,
		quoted: ({ message }) => message,
		details: (details) => (details === undefined ? null : base64(details)),
		fault: (fault) => fault,
	};
}

/**
 * In place of data stands its length, and a digest that tells what is the same within one recording: its key is forgotten with the run,
 * so that nothing can be guessed by it.
 */
function allData(): Withholding {
	const key = randomBytes(32);
	const digestOf = (data: Uint8Array | string) =>
		createHmac("sha256", key).update(data).digest("hex").slice(0, 8);
	const markOf = (words: string) => {
		if (words === "") return "";
		const telling = hintWords(words);
		const length = `${words.length} characters${telling && ` with ${telling}`}`;
		return `<not recorded, ${length}, ${digestOf(words)}>`;
	};
	const markOfDetails = (details: Uint8Array | undefined) =>
		details === undefined
			? ""
			: `<details not recorded, ${details.length} bytes, ${digestOf(details)}>`;
	const quoted: Withholding["quoted"] = ({ message, quoted: words = "" }) => {
		if (words === "") return message;
		// They stand at the end, most between quotation marks.
		const marks = message.endsWith(`"${words}"`) ? 2 : 0;
		return message.slice(0, -(words.length + marks)) + markOf(words);
	};
	return {
		metadata: (metadata) =>
			redacted(metadata).map(([name, value], index) =>
				HARMLESS.includes(name) || value !== metadata[index]?.[1]
					? [name, value]
					: [name, `<not recorded, ${value.length} characters>`],
			),
		body: (body) => ({ length: body.length, digest: digestOf(body) }),
		message: (status) =>
			status.source === "channel"
				? quoted(status)
				: [markOf(status.message), markOfDetails(status.details)]
						.filter(Boolean)
						.join(" "),
		quoted,
		details: () => null,
		fault: ({ code }) => ({
			code,
			message: "a request could not be read",
			hint: [],
		}),
	};
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64");
}
