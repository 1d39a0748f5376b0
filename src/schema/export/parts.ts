import { createRegistry, type DescFile, equals } from "@bufbuild/protobuf";
import { type FeatureSet, FeatureSetSchema } from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { componentsOf } from "./components.ts";
import type { Piece, Uses } from "./pieces.ts";

/** A new file. It uses only parts of lower levels. */
export type Part = {
	readonly home: DescFile;
	readonly level: number;
	readonly pieces: Piece[];
};

type Place = Omit<Part, "pieces">;

/**
 * Puts pieces into parts, lower levels first. What uses each other comes into one part; the rest stays with its file as far as it can.
 * @throws PluginError `schema` where pieces use each other that no file can hold together
 */
export function partsOf(uses: Uses): readonly Part[] {
	const places = placesOf(uses);
	const last = new Map<DescFile, number>();
	for (const { home, level } of places.values())
		last.set(home, Math.max(level, last.get(home) ?? 0));
	const parts = new Map<string, Part>();
	for (const piece of uses.keys()) {
		const { home, level } = places.get(piece) ?? { home: piece.home, level: 0 };
		// The options of a file stay with its last part. No piece uses them.
		const isOptions = piece.desc.kind === "file";
		const at = isOptions ? (last.get(home) ?? level) : level;
		const key = `${at} ${home.proto.name}`;
		const part = parts.get(key) ?? { home, level: at, pieces: [] };
		part.pieces.push(piece);
		parts.set(key, part);
	}
	return [...parts.values()].toSorted((a, b) => a.level - b.level);
}

function placesOf(uses: Uses): ReadonlyMap<Piece, Place> {
	const places = new Map<Piece, Place>();
	for (const together of componentsOf(uses)) {
		const [first] = together;
		if (first === undefined) continue;
		requireOneFile(first, together);
		const { home } = first;
		let level = 0;
		for (const piece of together)
			for (const used of uses.get(piece) ?? []) {
				const below = places.get(used);
				if (below === undefined) continue;
				const step = below.home === home ? 0 : 1;
				level = Math.max(level, below.level + step);
			}
		for (const piece of together) places.set(piece, { home, level });
	}
	return places;
}

/** Asserts that the home of the first piece can hold all. @throws PluginError `schema` */
function requireOneFile(first: Piece, together: readonly Piece[]): void {
	const other = together.find(({ home }) => !isAlike(home, first.home));
	if (other !== undefined)
		throw new PluginError(
			"schema",
			`the schema cannot be written: ${nameOf(first)} and ${nameOf(other)} use each other, and no file can hold both`,
		);
}

/** Whether declarations mean the same in both files. */
function isAlike(one: DescFile, other: DescFile): boolean {
	return (
		one === other ||
		(one.proto.package === other.proto.package &&
			one.proto.syntax === other.proto.syntax &&
			one.proto.edition === other.proto.edition &&
			isSame(one.proto.options?.features, other.proto.options?.features))
	);
}

function isSame(
	one: FeatureSet | undefined,
	other: FeatureSet | undefined,
): boolean {
	return one === undefined || other === undefined
		? one === other
		: equals(FeatureSetSchema, one, other, {
				registry: createRegistry(),
				unknown: true,
			});
}

function nameOf({ desc }: Piece): string {
	return "typeName" in desc ? desc.typeName : desc.name;
}
