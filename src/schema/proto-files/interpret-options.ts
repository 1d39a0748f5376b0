import type { DescMessage, FileRegistry } from "@bufbuild/protobuf";
import { mergeFromText } from "@bufbuild/protobuf/txtpb";
import {
	EnumOptionsSchema,
	EnumValueOptionsSchema,
	ExtensionRangeOptionsSchema,
	FieldOptionsSchema,
	type FileDescriptorProto,
	FileOptionsSchema,
	MessageOptionsSchema,
	MethodOptionsSchema,
	OneofOptionsSchema,
	ServiceOptionsSchema,
	type UninterpretedOption,
	type UninterpretedOption_NamePart,
} from "@bufbuild/protobuf/wkt";
import { messageOf, type PluginError } from "../../errors.ts";
import { inScope, messagesOf, outerScope } from "../link/elements.ts";
import { registryOfFiles } from "../link/layered-registry.ts";
import { resolveName } from "../link/references.ts";
import { findTextFault, textError } from "../text/find-text-fault.ts";
import { withFullNames } from "./extension-names.ts";
import { type NamedOption, optionText } from "./option-text.ts";
import type { Options } from "./parse-options.ts";
import { faultAt, notImported, type ParsedFile } from "./parsed-file.ts";

/**
 * Sets the options that parsing has left uninterpreted, and tells whether features are among them, by which files are linked.
 * @param registry of all files
 * @param visible gives the names of those whose extensions this one may use
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
		const named = left.map((option) => nameIn(place, option));
		try {
			const text = textFor(named, place);
			mergeFromText(schema, options, text, { registry: seen });
		} catch (error) {
			throw wrongValue(named, place, messageOf(error));
		}
		options.uninterpretedOption = [];
	}
	return given;
}

/** Where options stand, and the extensions of all files and of those that theirs may use. */
type Place = {
	readonly file: ParsedFile;
	readonly schema: DescMessage;
	readonly scope: string;
	readonly all: FileRegistry;
	readonly seen: FileRegistry;
};

function isOfFeatures({ name: [first] }: UninterpretedOption): boolean {
	return first?.isExtension === false && first.namePart === "features";
}

type Found = {
	readonly options: Options | undefined;
	readonly schema: DescMessage;
	readonly scope: string;
};

/** The options of all that a file declares, with the scope that names in them are looked for from: the one around it (descriptor.cc). */
function* optionsIn(file: FileDescriptorProto): Generator<Found> {
	const scope = file.package;
	yield { options: file.options, schema: FileOptionsSchema, scope };
	yield* all(file.extension, FieldOptionsSchema, scope);
	yield* enums(file.enumType, scope);
	for (const { name, message } of messagesOf(file)) {
		const { options, field, extension, oneofDecl, extensionRange } = message;
		const around = outerScope(name);
		yield { options, schema: MessageOptionsSchema, scope: around };
		yield* all([...field, ...extension], FieldOptionsSchema, name);
		yield* all(oneofDecl, OneofOptionsSchema, name);
		yield* all(extensionRange, ExtensionRangeOptionsSchema, around);
		yield* enums(message.enumType, name);
	}
	for (const { name, options, method } of file.service) {
		yield { options, schema: ServiceOptionsSchema, scope };
		yield* all(method, MethodOptionsSchema, inScope(scope, name));
	}
}

function* enums(
	types: FileDescriptorProto["enumType"],
	scope: string,
): Generator<Found> {
	yield* all(types, EnumOptionsSchema, scope);
	for (const { value } of types)
		yield* all(value, EnumValueOptionsSchema, scope);
}

function* all(
	elements: readonly { readonly options?: Options | undefined }[],
	schema: DescMessage,
	scope: string,
): Generator<Found> {
	for (const { options } of elements) yield { options, schema, scope };
}

/** @throws PluginError `bad-input` for an extension that is not there, or not imported */
function nameIn(
	{ file, scope, all, seen }: Place,
	option: UninterpretedOption,
): NamedOption {
	const keys = option.name.map(({ namePart, isExtension }) => {
		if (!isExtension) return namePart;
		const find = ({ getExtension }: FileRegistry) =>
			resolveName(
				{ name: namePart, scope },
				(name) => getExtension(name) !== undefined,
			);
		const found = find(seen);
		if (found !== undefined) return `[${found}]`;
		const elsewhere = find(all);
		const there = elsewhere && all.getExtension(elsewhere)?.file.proto.name;
		throw bad(
			file,
			option,
			elsewhere && there ? notImported(elsewhere, there) : "no import gives it",
		);
	});
	return { option, keys };
}

function textFor(
	named: readonly NamedOption[],
	{ schema, scope, seen }: Place,
): string {
	return withFullNames(optionText(named), { schema, scope }, seen);
}

/** The error for options of which one's value is wrong: the last of the fewest that are, found by halving. */
function wrongValue(
	named: readonly NamedOption[],
	place: Place,
	reason: string,
): PluginError {
	const { file, schema, seen } = place;
	const errorOf = (text: string) => textError(text, schema, seen);
	let [low, high] = [1, named.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (errorOf(textFor(named.slice(0, middle), place)) === undefined)
			low = middle + 1;
		else high = middle;
	}
	const text = textFor(named.slice(0, low), place);
	const why = errorOf(text) ?? reason;
	const { path, problem, hint } = findTextFault(text, schema, seen, why);
	const { option, keys = [] } = named[low - 1] ?? {};
	// The option's name is said already.
	const name = keys.join(".");
	const field = name.startsWith(path)
		? ""
		: path.replace(name, "").replace(/^\./, "");
	const said = field === "" ? problem : `${field}: ${problem}`;
	return bad(file, option, said, hint);
}

function bad(
	file: ParsedFile,
	option: UninterpretedOption | undefined,
	reason: string,
	hint: readonly string[] = [],
): PluginError {
	const name = (option?.name ?? []).map(partText).join(".");
	const message = `option ${name}: ${reason}`;
	return faultAt(file, option ?? file.proto, message, hint);
}

function partText({ namePart, isExtension }: UninterpretedOption_NamePart) {
	return isExtension ? `(${namePart})` : namePart;
}
