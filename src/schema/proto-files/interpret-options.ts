import {
	create,
	type DescExtension,
	type DescField,
	type DescMessage,
	type FileRegistry,
	getExtension,
	setExtension,
} from "@bufbuild/protobuf";
import { mergeFromText } from "@bufbuild/protobuf/txtpb";
import {
	EnumOptionsSchema,
	EnumValueOptionsSchema,
	ExtensionRangeOptionsSchema,
	type FeatureSet,
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
import { extensionField } from "../wire/extension.ts";
import { withFullNames } from "./extension-names.ts";
import { type NamedOption, optionText, wrongLiteral } from "./option-text.ts";
import type { Options } from "./parse-options.ts";
import { faultAt, notImported, type ParsedFile } from "./parsed-file.ts";

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

/** The place of options. `all` has the extensions of all files, `seen` those that the file may use. */
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

/** Every options message has features. */
type AnyOptions = Options & { readonly features?: FeatureSet | undefined };

type Found = {
	readonly options: AnyOptions | undefined;
	readonly schema: DescMessage;
	readonly scope: string;
};

/** Yields the options of all declarations. The lookup of their names begins at `scope`, around the declaration (descriptor.cc). */
export function* optionsIn(file: FileDescriptorProto): Generator<Found> {
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
	elements: readonly { readonly options?: AnyOptions | undefined }[],
	schema: DescMessage,
	scope: string,
): Generator<Found> {
	for (const { options } of elements) yield { options, schema, scope };
}

/** @throws PluginError `bad-input` for an extension that is missing or not imported, and for a part of a field that is no single message */
function nameIn(
	place: Place,
	option: UninterpretedOption,
): NamedOption & { readonly field: DescField | undefined } {
	const { file } = place;
	let message: DescMessage | undefined = place.schema;
	let field: DescField | undefined;
	const keys: string[] = [];
	for (const { namePart, isExtension } of option.name) {
		if (field !== undefined && field.fieldKind !== "message")
			throw bad(file, option, `${field.name} is set as a whole`);
		if (isExtension) {
			const extension = extensionIn(place, option, namePart);
			field = extensionField(extension);
			keys.push(`[${extension.typeName}]`);
		} else {
			field = message?.fields.find(({ name }) => name === namePart);
			keys.push(namePart);
		}
		message = field?.message;
	}
	return { option, keys, field };
}

function extensionIn(
	{ file, scope, all, seen }: Place,
	option: UninterpretedOption,
	namePart: string,
): DescExtension {
	const find = ({ getExtension }: FileRegistry) => {
		const isThere = (name: string) => getExtension(name) !== undefined;
		const name = resolveName({ name: namePart, scope }, isThere);
		return name === undefined ? undefined : getExtension(name);
	};
	const found = find(seen);
	if (found !== undefined) return found;
	const elsewhere = find(all);
	throw bad(
		file,
		option,
		elsewhere === undefined
			? "no import gives it"
			: notImported(elsewhere.typeName, elsewhere.file.proto.name),
	);
}

/** Asserts that an option with one value is set once. A message may be set field by field, but then not as a whole. */
function refuseSecond(
	{ file }: Place,
	{ option, keys, field }: ReturnType<typeof nameIn>,
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
	{ option, keys, field }: ReturnType<typeof nameIn>,
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
