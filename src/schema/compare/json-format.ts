import type { DescEnum, DescFile, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_JsonFormat } from "@bufbuild/protobuf/wkt";
import { type BrokenRule, JSON_AND_SOURCE } from "./compatibility.ts";

/**
 * Returns whether ProtoJSON must be able to express a type (ALLOW) or only tries to. The nearest `json_format` feature decides:
 * of the type, of what encloses it, or of its file. Without one the syntax of the file decides (descriptor.proto,
 * FeatureSet.JsonFormat).
 */
export function jsonFormatOf(
	desc: DescMessage | DescEnum,
): FeatureSet_JsonFormat {
	const own = desc.proto.options?.features?.jsonFormat;
	if (isSaid(own)) return own;
	return desc.parent === undefined
		? jsonFormatOfFile(desc.file)
		: jsonFormatOf(desc.parent);
}

function jsonFormatOfFile({ proto }: DescFile): FeatureSet_JsonFormat {
	const own = proto.options?.features?.jsonFormat;
	if (isSaid(own)) return own;
	return proto.syntax === "proto3" || proto.syntax === "editions"
		? FeatureSet_JsonFormat.ALLOW
		: FeatureSet_JsonFormat.LEGACY_BEST_EFFORT;
}

function isSaid(
	format: FeatureSet_JsonFormat | undefined,
): format is FeatureSet_JsonFormat {
	return (
		format !== undefined && format !== FeatureSet_JsonFormat.JSON_FORMAT_UNKNOWN
	);
}

/**
 * Returns the rule that a type breaks where ProtoJSON no longer has to express it: its readers in JSON cannot rely on the result.
 */
export function jsonFormatRules(
	rule: string,
	before: DescMessage | DescEnum,
	after: DescMessage | DescEnum,
): readonly BrokenRule[] {
	const { ALLOW } = FeatureSet_JsonFormat;
	return jsonFormatOf(before) === ALLOW && jsonFormatOf(after) !== ALLOW
		? [
				{
					rule,
					breaks: JSON_AND_SOURCE,
					reason: "is written in JSON as well as it goes",
				},
			]
		: [];
}
