import {
	create,
	type DescMessage,
	type FileRegistry,
	getExtension,
	setExtension,
} from "@bufbuild/protobuf";
import { mergeFromText } from "@bufbuild/protobuf/txtpb";
import type { UninterpretedOption } from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { registryOfFiles } from "../link/layered-registry.ts";
import { findTextFault, textError } from "../text/find-text-fault.ts";
import { withFullNames } from "./extension-names.ts";
import { bad, type FoundOption, nameIn, type Place } from "./option-name.ts";
import { optionText, wrongLiteral } from "./option-text.ts";
import { optionsIn } from "./options-in.ts";
import type { Options } from "./parse-options.ts";
import type { ParsedFile } from "./parsed-file.ts";

/**
 * Sets the options that the parser left uninterpreted. Returns whether features are among them, because those affect linking.
 * @param registry has the types of all files
 * @param visible returns the names of the files whose extensions this file may use
 * @throws PluginError `bad-input` at the option
 */
export function interpretOptions(
	file: ParsedFile,
	registry: FileRegistry,
	visible: () => ReadonlySet<string>,
): "features" | "others" {
	let given: "features" | "others" = "others";
	let seen: FileRegistry | undefined;
	for (const { options, schema, scope } of optionsIn(file.proto)) {
		const left = options?.uninterpretedOption ?? [];
		if (options === undefined || left.length === 0) continue;
		if (left.some(isOfFeatures)) given = "features";
		seen ??= registryOfFiles(
			[...visible()].flatMap((name) => registry.getFile(name) ?? []),
		);
		const place: Place = { file, schema, scope, all: registry, seen };
		const set = new Set<string>();
		for (const option of left) {
			const named = nameIn(place, option);
			refuseSecond(place, named, set);
			setOption(place, named, options);
		}
		joinExtensions(options, schema, seen);
		options.uninterpretedOption = [];
	}
	return given;
}

function isOfFeatures({ name: [first] }: UninterpretedOption): boolean {
	return first?.isExtension === false && first.namePart === "features";
}

/** Asserts that an option with one value is set once. A message may be set field by field, but then not as a whole. */
function refuseSecond(
	{ file }: Place,
	{ option, keys, field }: FoundOption,
	set: Set<string>,
): void {
	const name = keys.join(".");
	const isOne = field?.fieldKind !== "list" && field?.fieldKind !== "map";
	if (isOne && set.has(name)) throw bad(file, option, "it is set already");
	for (let end = keys.length; end > 0; end -= 1)
		set.add(keys.slice(0, end).join("."));
}

/**
 * Sets one option. Options are set one by one, so that several of a oneof may follow each other.
 * @throws PluginError `bad-input` for a value that the field cannot hold
 */
function setOption(
	place: Place,
	{ option, keys, field }: FoundOption,
	options: Options,
): void {
	const { file, schema, seen } = place;
	const wrong = wrongLiteral(option, field);
	if (wrong !== undefined) throw bad(file, option, wrong);
	const written = optionText({ option, keys });
	const text = withFullNames(written, place, seen);
	try {
		setText(text, options, place);
	} catch (error) {
		const why = textError(text, schema, seen) ?? messageOf(error);
		const { path, problem, hint } = findTextFault(text, schema, seen, why);
		// The message names the option already, so its name is removed from the path.
		const name = keys.join(".");
		const inner = name.startsWith(path)
			? ""
			: path.replace(name, "").replace(/^\./, "");
		throw bad(
			file,
			option,
			inner === "" ? problem : `${inner}: ${problem}`,
			hint,
		);
	}
}

/**
 * Sets an option in text format. The value of an extension is set apart and then appended, because a merge reads and writes
 * everything that the extension holds so far.
 */
function setText(
	text: string,
	options: Options,
	{ schema, seen }: Place,
): void {
	const isExtension = text.startsWith("[");
	const target = isExtension ? create(schema) : options;
	mergeFromText(schema, target, text, { registry: seen });
	if (!isExtension) return;
	options.$unknown ??= [];
	options.$unknown.push(...(target.$unknown ?? []));
}

/** Joins the fields that set the same extension into one, which means the same (protobuf.dev, "Last One Wins"). */
function joinExtensions(
	options: Options,
	schema: DescMessage,
	seen: FileRegistry,
): void {
	const pieces = Map.groupBy(options.$unknown ?? [], ({ no }) => no);
	for (const [number, { length }] of pieces) {
		const extension = seen.getExtensionFor(schema, number);
		if (length > 1 && extension !== undefined)
			setExtension(options, extension, getExtension(options, extension));
	}
}
