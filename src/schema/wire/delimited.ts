import type { DescExtension, DescField } from "@bufbuild/protobuf";

/** Whether messages of a field stand between two tags instead of behind a length: a group, or DELIMITED in an edition. */
export function isDelimited(field: DescField | DescExtension): boolean {
	return "delimitedEncoding" in field && field.delimitedEncoding === true;
}
