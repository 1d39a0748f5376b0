import {
	type DescEnum,
	type DescMessage,
	type FileRegistry,
	isFieldSet,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import {
	Edition,
	EnumOptionsSchema,
	type FeatureSet,
	FeatureSetSchema,
	FeatureSet_FieldPresence as FieldPresence,
} from "@bufbuild/protobuf/wkt";
import { wrongField } from "./field-rules.ts";
import { optionsIn } from "./options-in.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc asserts of options once types are known (descriptor.cc): each option and feature suits its field, message,
 * enum or file.
 * @throws PluginError `bad-input` at the element, or at the file
 */
export function checkOptions(parsed: ParsedFile, registry: FileRegistry): void {
	checkFeatureTargets(parsed);
	const file = registry.getFile(parsed.proto.name);
	if (file === undefined) return;
	for (const type of nestedTypes(file)) {
		if (type.kind === "service") continue;
		const fields = type.kind === "message" ? type.fields : [];
		for (const field of type.kind === "extension" ? [type] : fields) {
			const wrong = wrongField(field, file.edition);
			if (wrong !== undefined)
				throw faultAt(parsed, field.proto, `the field ${field.name} ${wrong}`);
		}
		const wrong =
			type.kind === "message"
				? wrongSet(type, file.edition)
				: type.kind === "enum" && wrongAlias(type);
		if (wrong) throw faultAt(parsed, type.proto, `${type.typeName} ${wrong}`);
	}
}

function wrongSet(
	{ proto }: DescMessage,
	edition: Edition,
): string | undefined {
	if (!proto.options?.messageSetWireFormat) return undefined;
	if (edition === Edition.EDITION_PROTO3)
		return "is a message set, which proto3 has not";
	return proto.field.length > 0
		? "is a message set, and has fields besides extensions"
		: undefined;
}

function wrongAlias({ proto }: DescEnum): string | undefined {
	const { options, value } = proto;
	if (options === undefined || !isFieldSet(options, ALIAS)) return undefined;
	if (!options.allowAlias) return "has an allow_alias that allows nothing";
	const numbers = new Set(value.map(({ number }) => number));
	return numbers.size === value.length
		? "has allow_alias, and no two values of one number"
		: undefined;
}

const { allowAlias: ALIAS } = EnumOptionsSchema.field;

/** The options messages in the order of the numbers of descriptor.proto's FieldOptions.OptionTargetType. */
const TARGETS = [
	"FileOptions",
	"ExtensionRangeOptions",
	"MessageOptions",
	"FieldOptions",
	"OneofOptions",
	"EnumOptions",
	"EnumValueOptions",
	"ServiceOptions",
	"MethodOptions",
].map((name) => `google.protobuf.${name}`);

function checkFeatureTargets(parsed: ParsedFile): void {
	for (const { options, schema } of optionsIn(parsed.proto)) {
		const features = options?.features;
		if (features === undefined) continue;
		const wrong =
			parsed.proto.syntax === "editions"
				? wrongFeature(features, schema)
				: "features are of editions alone";
		if (wrong !== undefined) throw faultAt(parsed, parsed.proto, wrong);
	}
}

function wrongFeature(
	features: FeatureSet,
	schema: DescMessage,
): string | undefined {
	const place = TARGETS.indexOf(schema.typeName) + 1;
	for (const field of FeatureSetSchema.fields) {
		if (!isFieldSet(features, field)) continue;
		const { name } = field;
		const { targets = [] } = field.proto.options ?? {};
		if (!targets.some((target) => target === place))
			return `features.${name} cannot be set in ${schema.name}`;
	}
	return features.fieldPresence === FieldPresence.LEGACY_REQUIRED && place === 1
		? "not all fields of a file can be required"
		: undefined;
}
