import type {
	DescExtension,
	DescMessage,
	DescMethod,
} from "@bufbuild/protobuf";
import { changedField, fieldRules } from "./compare-fields.ts";
import { type BrokenRule, EVERYTHING, SOURCE } from "./compatibility.ts";
import { jsonFormatRules } from "./json-format.ts";
import { isCovered, type NumberRange, rangeText } from "./number-range.ts";
import { reservedRules } from "./reserved.ts";

/** Returns the rules that a message breaks compared with its earlier form. */
export function messageRules(
	before: DescMessage,
	after: DescMessage,
): readonly BrokenRule[] {
	const oneofs = new Set(after.oneofs.map(({ name }) => name));
	return [
		...fieldRules(before, after),
		...reservedRules(before, after),
		...before.oneofs
			.filter(({ name }) => !oneofs.has(name))
			.map(({ name }) => ({
				rule: "ONEOF_NO_DELETE",
				breaks: SOURCE,
				reason: `oneof ${name} is gone`,
			})),
		...extensionRangeRules(before, after),
		...jsonFormatRules("MESSAGE_SAME_JSON_FORMAT", before, after),
		...accessorRules(before, after),
	];
}

function accessorRules(
	before: DescMessage,
	after: DescMessage,
): readonly BrokenRule[] {
	const lacks = ({ proto }: DescMessage) =>
		proto.options?.noStandardDescriptorAccessor ?? false;
	return !lacks(before) && lacks(after)
		? [
				{
					rule: "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
					breaks: SOURCE,
					reason: "has lost its descriptor()",
				},
			]
		: [];
}

function extensionRangeRules(
	before: DescMessage,
	after: DescMessage,
): readonly BrokenRule[] {
	const kept = extensionRanges(after);
	return extensionRanges(before)
		.filter((range) => !isCovered(range, kept))
		.map((range) => ({
			rule: "EXTENSION_MESSAGE_NO_DELETE",
			breaks: SOURCE,
			reason: `extensions ${rangeText(range)} are no longer allowed`,
		}));
}

/** The `end` of an extension range is exclusive (descriptor.proto). */
function extensionRanges({ proto }: DescMessage): readonly NumberRange[] {
	return proto.extensionRange.map(({ start, end }) => ({
		first: start,
		last: end - 1,
	}));
}

/** Returns the rules that an extension breaks compared with its earlier form. */
export function extensionRules(
	before: DescExtension,
	after: DescExtension,
): readonly BrokenRule[] {
	if (
		before.number === after.number &&
		before.extendee.typeName === after.extendee.typeName
	)
		return changedField(before, after);
	return [
		{
			rule: "EXTENSION_NO_DELETE",
			breaks: EVERYTHING,
			reason: `was ${before.number} of ${before.extendee.typeName} and is ${after.number} of ${after.extendee.typeName}`,
		},
	];
}

/** Returns the rules that a method breaks compared with its earlier form. */
export function methodRules(
	before: DescMethod,
	after: DescMethod,
): readonly BrokenRule[] {
	const differences: readonly (readonly [string, boolean, string])[] = [
		[
			"RPC_SAME_REQUEST_TYPE",
			before.input.typeName !== after.input.typeName,
			"takes another message",
		],
		[
			"RPC_SAME_RESPONSE_TYPE",
			before.output.typeName !== after.output.typeName,
			"gives another message",
		],
		[
			"RPC_SAME_CLIENT_STREAMING",
			before.proto.clientStreaming !== after.proto.clientStreaming,
			`takes ${after.proto.clientStreaming ? "a stream" : "one message"}`,
		],
		[
			"RPC_SAME_SERVER_STREAMING",
			before.proto.serverStreaming !== after.proto.serverStreaming,
			`gives ${after.proto.serverStreaming ? "a stream" : "one message"}`,
		],
		[
			"RPC_SAME_IDEMPOTENCY_LEVEL",
			before.idempotency !== after.idempotency,
			"has another idempotency level",
		],
	];
	return differences
		.filter(([, differs]) => differs)
		.map(([rule, , reason]) => ({ rule, breaks: EVERYTHING, reason }));
}
