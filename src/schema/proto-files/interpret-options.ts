import {
	type DescMessage,
	isFieldSet,
	type Registry,
} from "@bufbuild/protobuf";
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
	UninterpretedOptionSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf, PluginError } from "../../errors.ts";
import { inScope, messagesOf, outerScope } from "../link/elements.ts";
import { resolveName } from "../link/references.ts";
import { withFullNames } from "./extension-names.ts";
import { bytesLiteral, type Options } from "./parse-options.ts";

/**
 * Sets the options that parsing has left uninterpreted, and tells whether features are among them, by which files are linked.
 * @throws PluginError `bad-input` naming file and option
 */
export function interpretOptions(
	file: FileDescriptorProto,
	registry: Registry,
): "features" | "others" {
	let given: "features" | "others" = "others";
	const isExtension = (name: string) =>
		registry.getExtension(name) !== undefined;
	for (const { options, schema, scope } of optionsIn(file)) {
		if (options === undefined || options.uninterpretedOption.length === 0)
			continue;
		if (options.uninterpretedOption.some(isOfFeatures)) given = "features";
		const tree: Tree = new Map();
		for (const option of options.uninterpretedOption)
			plant(option, tree, (name) => {
				const found = resolveName({ name, scope }, isExtension);
				if (found !== undefined) return found;
				throw bad(file, option, "no import gives it");
			});
		try {
			const text = withFullNames(textOf(tree), { schema, scope }, registry);
			mergeFromText(schema, options, text, { registry });
		} catch (error) {
			const reason = messageOf(error);
			throw bad(file, options.uninterpretedOption[0], reason);
		}
		options.uninterpretedOption = [];
	}
	return given;
}

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

/** Options by the parts of their names, so that `(a).b = 1` and `(a).c = 2` are one message. */
type Tree = Map<string, Node>;

type Node = { readonly values: string[]; readonly inner: Tree };

function plant(
	option: UninterpretedOption,
	root: Tree,
	extension: (name: string) => string,
): void {
	let tree = root;
	for (const [index, part] of option.name.entries()) {
		const key = part.isExtension
			? `[${extension(part.namePart)}]`
			: part.namePart;
		const node: Node = tree.get(key) ?? { values: [], inner: new Map() };
		tree.set(key, node);
		tree = node.inner;
		if (index === option.name.length - 1) node.values.push(valueText(option));
	}
}

/** The tree in protobuf's text format. */
function textOf(tree: Tree): string {
	return [...tree]
		.flatMap(([key, node]) => valuesOf(node).map((value) => `${key}${value}`))
		.join(" ");
}

/** What is given of a message part by part is one with what is given of it as a whole. */
function valuesOf({ values, inner }: Node): readonly string[] {
	if (inner.size === 0) return values;
	const whole = values.at(-1)?.replace(/^ \{ (.*) \}$/s, "$1") ?? "";
	return [...values.slice(0, -1), ` { ${whole} ${textOf(inner)} }`];
}

function valueText(option: UninterpretedOption): string {
	const isGiven = (name: keyof typeof VALUE) => isFieldSet(option, VALUE[name]);
	if (isGiven("aggregateValue")) return ` { ${option.aggregateValue} }`;
	if (isGiven("identifierValue")) return `: ${option.identifierValue}`;
	if (isGiven("positiveIntValue")) return `: ${option.positiveIntValue}`;
	if (isGiven("negativeIntValue")) return `: ${option.negativeIntValue}`;
	if (isGiven("doubleValue")) return `: ${option.doubleValue}`;
	return `: ${bytesLiteral(Buffer.from(option.stringValue).toString("latin1"))}`;
}

const { field: VALUE } = UninterpretedOptionSchema;

function bad(
	file: FileDescriptorProto,
	option: UninterpretedOption | undefined,
	reason: string,
): PluginError {
	const name = (option?.name ?? []).map(partText).join(".");
	return new PluginError(
		"bad-input",
		`${file.name}: option ${name}: ${reason}`,
	);
}

function partText({ namePart, isExtension }: UninterpretedOption_NamePart) {
	return isExtension ? `(${namePart})` : namePart;
}
