import type { AnyDesc, DescFile, Registry } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Type,
	type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { elementsOf } from "../link/elements.ts";
import { referencesOf } from "../link/references.ts";
import { withParts } from "../link/with-parts.ts";
import { extensionsNamedIn } from "../print/describe-symbol.ts";
import { visibleExtensions } from "../print/visible-extensions.ts";

/** A declaration at the top level of a file, or the file's custom options. */
export type Piece = {
	readonly home: DescFile;
	/** The home's descriptor with this declaration alone. */
	readonly proto: FileDescriptorProto;
	/** The declaration; the home where the piece is its options. */
	readonly desc: AnyDesc;
};

/** The pieces of files, each with those whose types and options it uses. */
export type Uses = ReadonlyMap<Piece, ReadonlySet<Piece>>;

/**
 * Returns the pieces of files and what they use of each other.
 * @param known see {@link visibleExtensions}
 */
export function usesOf(files: readonly DescFile[], known: Registry): Uses {
	const pieces = files.flatMap(piecesOf);
	const declaring = new Map<string, Piece>();
	for (const piece of pieces)
		for (const { name, kind } of elementsOf(piece.proto))
			if (isUsable(kind) && !declaring.has(name)) declaring.set(name, piece);
	const visible = new Map(
		files
			.map((file) => [file, visibleExtensions(file, known)] as const)
			.filter(([, registry]) => hasExtensions(registry)),
	);
	const uses = new Map(
		pieces.map((piece) => {
			const names = [
				...typesUsedIn(piece),
				...optionsUsedIn(piece, visible.get(piece.home)),
			];
			const used = names.flatMap((name) => declaring.get(name) ?? []);
			return [piece, new Set(used)];
		}),
	);
	// The message of a group is written with its field.
	for (const [piece, used] of uses)
		for (const other of used)
			if (isGroupOf(piece, other)) uses.get(other)?.add(piece);
	return uses;
}

/** Returns a piece for each declaration of a file. */
function piecesOf(file: DescFile): readonly Piece[] {
	const none = { messageType: [], enumType: [], service: [], extension: [] };
	const piece = (desc: AnyDesc, part: Partial<FileDescriptorProto> = {}) => ({
		home: file,
		proto: withParts(file.proto, { ...none, ...part }),
		desc,
	});
	return [
		...file.messages.map((one) => piece(one, { messageType: [one.proto] })),
		...file.enums.map((one) => piece(one, { enumType: [one.proto] })),
		...file.services.map((one) => piece(one, { service: [one.proto] })),
		...file.extensions.map((one) => piece(one, { extension: [one.proto] })),
		...(file.proto.options?.$unknown === undefined ? [] : [piece(file)]),
	];
}

function isUsable(kind: string): boolean {
	return kind === "message" || kind === "enum" || kind === "extension";
}

function typesUsedIn({ proto }: Piece): readonly string[] {
	return [...referencesOf(proto)].map(({ name }) => name.slice(1));
}

function optionsUsedIn(
	{ desc }: Piece,
	visible: Registry | undefined,
): Iterable<string> {
	return visible === undefined ? [] : extensionsNamedIn(desc, visible);
}

function hasExtensions(registry: Registry): boolean {
	return [...registry].some(({ kind }) => kind === "extension");
}

function isGroupOf({ desc }: Piece, other: Piece): boolean {
	return (
		desc.kind === "extension" &&
		desc.proto.type === FieldDescriptorProto_Type.GROUP &&
		desc.message === other.desc
	);
}
