import type { DescEnum, DescFile, DescMessage } from "@bufbuild/protobuf";
import { FeatureSet_JsonFormat } from "@bufbuild/protobuf/wkt";

/**
 * Whether a type has to fit ProtoJSON, or is written in it as well as it goes: by a feature of its own, of what is around it or of its
 * file, else by its file's syntax (descriptor.proto, FeatureSet.JsonFormat).
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
