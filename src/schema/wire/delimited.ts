import type { DescExtension, DescField } from "@bufbuild/protobuf";

/** Whether a field's messages stand between two tags instead of after a length: a group, or DELIMITED in an edition. */
export function isDelimited(field: DescField | DescExtension): boolean {
	return "delimitedEncoding" in field && field.delimitedEncoding === true;
}
