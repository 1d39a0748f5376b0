import { create } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	type EnumDescriptorProto,
	type FileDescriptorProto,
	type SourceCodeInfo,
	SourceCodeInfoSchema,
} from "@bufbuild/protobuf/wkt";
import type { Comments } from "./comments.ts";

/** The comments of declarations, by descriptor. `syntax` and `package` have these words as keys. */
export type ElementComments = ReadonlyMap<object | string, Comments>;

type Path = readonly number[];
type Located = readonly [element: object | string, path: Path];

/** Returns comments as descriptor.proto keeps them: each with the path of field numbers and indices to its element. */
export function sourceInfo(
	file: FileDescriptorProto,
	comments: ElementComments,
): SourceCodeInfo {
	const location = [...elementsIn(file)].flatMap(([element, path]) => {
		const found = comments.get(element);
		if (found === undefined) return [];
		return [
			{
				path: [...path],
				leadingComments: found.leading,
				trailingComments: found.trailing,
				leadingDetachedComments: [...found.detached],
			},
		];
	});
	return create(SourceCodeInfoSchema, { location });
}

function* elementsIn(file: FileDescriptorProto): Generator<Located> {
	yield ["syntax", [12]];
	yield ["package", [2]];
	yield* each(file.messageType, [4], messageElements);
	yield* each(file.enumType, [5], enumElements);
	yield* each(file.service, [6], ({ method }, path) =>
		each(method, [...path, 2]),
	);
	yield* each(file.extension, [7]);
}

function* messageElements(
	message: DescriptorProto,
	path: Path,
): Generator<Located> {
	yield* each(message.field, [...path, 2]);
	yield* each(message.nestedType, [...path, 3], messageElements);
	yield* each(message.enumType, [...path, 4], enumElements);
	yield* each(message.extension, [...path, 6]);
	yield* each(message.oneofDecl, [...path, 8]);
}

function enumElements(type: EnumDescriptorProto, path: Path) {
	return each(type.value, [...path, 2]);
}

function* each<T extends object>(
	elements: readonly T[],
	path: Path,
	within: (element: T, path: Path) => Iterable<Located> = () => [],
): Generator<Located> {
	for (const [index, element] of elements.entries()) {
		yield [element, [...path, index]];
		yield* within(element, [...path, index]);
	}
}
