import type {
	AnyDesc,
	DescEnum,
	DescFile,
	DescMessage,
} from "@bufbuild/protobuf";
import type { SourceCodeInfo_Location } from "@bufbuild/protobuf/wkt";
import { rawType } from "./raw-type.ts";
import type { Source } from "./source.ts";
import { fileOf } from "./symbol.ts";

/** `docs` leaves out comments that are detached from declarations. */
export type CommentChoice = "none" | "docs" | "all";

/** Returns the comments of a declaration where its file has source info. The descriptors of servers mostly have none. */
export function commentsOf(
	desc: Exclude<AnyDesc, DescFile>,
	choice: CommentChoice,
): Pick<Source, "detached" | "leading" | "trailing"> {
	if (choice === "none") return {};
	const found = locationsOf(fileOf(desc)).get(pathOf(desc).join("."));
	if (found === undefined) return {};
	const detached = found.leadingDetachedComments.map(commentLines);
	return {
		...(choice === "all" && detached.length > 0 ? { detached } : {}),
		...(found.leadingComments === ""
			? {}
			: { leading: commentLines(found.leadingComments) }),
		...(found.trailingComments === ""
			? {}
			: { trailing: commentLines(found.trailingComments) }),
	};
}

/** Returns the lines of a comment. It drops one line break at each end. */
function commentLines(text: string): readonly string[] {
	return text.replace(/^\n|\n$/g, "").split("\n");
}

/** Returns the comments at a path of the file itself: of its syntax or its package. */
export function fileComments(
	file: DescFile,
	path: readonly number[],
): Pick<Source, "detached" | "leading" | "trailing"> {
	const found = locationsOf(file).get(path.join("."));
	if (found === undefined) return {};
	const { leadingComments, trailingComments } = found;
	return {
		detached: found.leadingDetachedComments.map(commentLines),
		...(leadingComments === ""
			? {}
			: { leading: commentLines(leadingComments) }),
		...(trailingComments === ""
			? {}
			: { trailing: commentLines(trailingComments) }),
	};
}

type Locations = ReadonlyMap<string, SourceCodeInfo_Location>;

const LOCATIONS = new WeakMap<DescFile, Locations>();

function locationsOf(file: DescFile): Locations {
	const known = LOCATIONS.get(file);
	if (known !== undefined) return known;
	const locations = new Map(
		(file.proto.sourceCodeInfo?.location ?? []).map((location) => [
			location.path.join("."),
			location,
		]),
	);
	LOCATIONS.set(file, locations);
	return locations;
}

/** Field numbers in descriptor.proto. Source info refers to declarations by them. */
const IN_FILE = { message: 4, enum: 5, service: 6, extension: 7 } as const;
const IN_MESSAGE = {
	field: 2,
	message: 3,
	enum: 4,
	extension: 6,
	oneof: 8,
} as const;
const VALUE_IN_ENUM = 2;
const METHOD_IN_SERVICE = 2;

function pathOf(desc: Exclude<AnyDesc, DescFile>): readonly number[] {
	switch (desc.kind) {
		case "message":
			return typePath(desc, "message", (parent) => parent.proto.nestedType);
		case "enum":
			return typePath(desc, "enum", (parent) => parent.proto.enumType);
		case "service":
			return [IN_FILE.service, desc.file.proto.service.indexOf(desc.proto)];
		case "extension":
			return extensionPath(desc);
		case "field":
			return fieldPath(desc);
		case "oneof":
			return [
				...pathOf(desc.parent),
				IN_MESSAGE.oneof,
				desc.parent.proto.oneofDecl.indexOf(desc.proto),
			];
		case "enum_value":
			return [
				...pathOf(desc.parent),
				VALUE_IN_ENUM,
				desc.parent.proto.value.indexOf(desc.proto),
			];
		case "rpc":
			return [
				...pathOf(desc.parent),
				METHOD_IN_SERVICE,
				desc.parent.proto.method.indexOf(desc.proto),
			];
	}
}

function typePath<D extends DescMessage | DescEnum>(
	desc: D,
	kind: D["kind"],
	nested: (parent: DescMessage) => readonly unknown[],
): readonly number[] {
	if (desc.parent !== undefined)
		return [
			...pathOf(desc.parent),
			IN_MESSAGE[kind],
			nested(desc.parent).indexOf(desc.proto),
		];
	const siblings: readonly unknown[] =
		kind === "message" ? desc.file.proto.messageType : desc.file.proto.enumType;
	return [IN_FILE[kind], siblings.indexOf(desc.proto)];
}

function extensionPath(
	desc: Extract<AnyDesc, { kind: "extension" }>,
): readonly number[] {
	if (isGroup(desc) && desc.message !== undefined) return pathOf(desc.message);
	return desc.parent === undefined
		? [IN_FILE.extension, desc.file.proto.extension.indexOf(desc.proto)]
		: [
				...pathOf(desc.parent),
				IN_MESSAGE.extension,
				desc.parent.proto.extension.indexOf(desc.proto),
			];
}

/** Source info has the comments above a group at its message. */
function fieldPath(
	desc: Extract<AnyDesc, { kind: "field" }>,
): readonly number[] {
	if (isGroup(desc) && desc.message !== undefined) return pathOf(desc.message);
	return [
		...pathOf(desc.parent),
		IN_MESSAGE.field,
		desc.parent.proto.field.indexOf(desc.proto),
	];
}

function isGroup(
	desc: Extract<AnyDesc, { kind: "field" | "extension" }>,
): boolean {
	return rawType(desc) === "group";
}
