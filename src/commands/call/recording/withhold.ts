import { createHmac, randomBytes } from "node:crypto";
import { createRegistry } from "@bufbuild/protobuf";
import type { FailureFact } from "../../../cli/recording/failure.ts";
import type { Metadata, RpcStatus } from "../../../grpc/channel.ts";
import { decodeStatusDetails } from "../../../schema/details/decode-status-details.ts";
import { tellingPart } from "../../../schema/details/telling-part.ts";
import type { WithheldBody } from "../facts.ts";
import { hintWords } from "../hint-words.ts";
import { redacted } from "../redact.ts";
import type { Payloads } from "./recorded-facts.ts";

/** What a recording keeps of a call. */
export type Withholding = {
	readonly metadata: (metadata: Metadata) => Metadata;
	readonly body: (body: Uint8Array) => string | WithheldBody;
	/** The message of a status, and a mark for details that are not written. */
	readonly message: (status: RpcStatus) => string;
	/** A message of this program. Only the server's words that it quotes are withheld. */
	readonly quoted: (said: Pick<RpcStatus, "message" | "quoted">) => string;
	readonly details: (details: Uint8Array | undefined) => string | null;
	/** The error in a request. Its message quotes the request. */
	readonly fault: (fault: FailureFact) => FailureFact;
};

/** Metadata of gRPC itself, whose values contain no user's data. */
const HARMLESS = [
	"content-type",
	"grpc-status",
	"grpc-encoding",
	"grpc-accept-encoding",
];

/**
 * Returns what a recording keeps. With payloads that is everything except secrets; without, it is names, sizes, codes and times.
 */
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
 * Replaces data with its length and a digest. Equal data has the same digest within one recording. The key of the digest is
 * discarded with the run, so nobody can use the digest to guess the data.
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
			: `<details not recorded, ${digestOf(tellingDetails(details))}>`;
	const quoted: Withholding["quoted"] = ({ message, quoted: words = "" }) => {
		if (words === "") return message;
		// The quoted words stand at the end of the message, mostly between quotation marks.
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

/** Equal marks stand for details that do not tell answers apart, as in a comparison of pods. */
function tellingDetails(bytes: Uint8Array): Uint8Array | string {
	const decoded = decodeStatusDetails(bytes, createRegistry());
	return decoded.kind === "status"
		? JSON.stringify(decoded.details.map(tellingPart))
		: bytes;
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64");
}
