import type { DescMethod, Registry } from "@bufbuild/protobuf";
import type { Metadata } from "../../../grpc/channel.ts";
import { escapeBlock } from "../../../render/escape.ts";
import { counted } from "../../../render/prose.ts";
import { describeSymbol } from "../../../schema/print/describe-symbol.ts";
import { redacted } from "../redact.ts";
import { metadataTexts } from "./metadata-texts.ts";

/**
 * The sections of -v and the sizes of -vv, in the order and the words of grpcurl. grpcurl estimates sizes; here they are exact.
 */
type Sections = {
	readonly method: (method: DescMethod, registry: Registry) => string;
	readonly sent: (metadata: Metadata) => string;
	readonly headers: (metadata: Metadata) => string;
	readonly size: (bytes: number) => string;
	readonly contents: string;
	readonly trailers: (metadata: Metadata) => string;
	readonly counts: (sent: number, received: number) => string;
};

export const SECTIONS: Sections = {
	method: (method, registry) => {
		const name = `${method.parent.typeName}.${method.name}`;
		const source = describeSymbol(registry, name)?.source ?? name;
		return `\nResolved method descriptor:\n${escapeBlock(source.trimEnd())}\n`;
	},
	sent: (metadata) =>
		`\nRequest metadata to send:\n${listed(redacted(metadata))}`,
	headers: (metadata) => `\nResponse headers received:\n${listed(metadata)}`,
	size: (bytes) => `\nResponse size: ${counted(bytes, "byte")}\n`,
	contents: "\nResponse contents:\n",
	trailers: (metadata) => `\nResponse trailers received:\n${listed(metadata)}`,
	counts: (sent, received) =>
		`Sent ${counted(sent, "request")} and received ${counted(received, "response")}\n`,
};

function listed(metadata: Metadata): string {
	if (metadata.length === 0) return "(empty)\n";
	return `${metadataTexts(metadata).join("\n")}\n`;
}
