import type {
	DescExtension,
	DescField,
	DescMessage,
	FileRegistry,
} from "@bufbuild/protobuf";
import type {
	UninterpretedOption,
	UninterpretedOption_NamePart,
} from "@bufbuild/protobuf/wkt";
import type { PluginError } from "../../errors.ts";
import { resolveName } from "../link/references.ts";
import { extensionField } from "../wire/extension.ts";
import type { NamedOption } from "./option-text.ts";
import { faultAt, notImported, type ParsedFile } from "./parsed-file.ts";

/** The place of options. `all` has the extensions of all files, `seen` those that the file may use. */
export type Place = {
	readonly file: ParsedFile;
	readonly schema: DescMessage;
	readonly scope: string;
	readonly all: FileRegistry;
	readonly seen: FileRegistry;
};

/** An option and the field that it sets; undefined where the message has no such field. */
export type FoundOption = NamedOption & {
	readonly field: DescField | undefined;
};

/**
 * Returns an option's name with the full names of its extensions, and the field that it names.
 * @throws PluginError `bad-input` for an extension that is missing or not imported, and for a part of a field that is no single message
 */
export function nameIn(place: Place, option: UninterpretedOption): FoundOption {
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

/** Returns the error for an option: why it cannot be as it is written. */
export function bad(
	file: ParsedFile,
	option: UninterpretedOption,
	reason: string,
	hint: readonly string[] = [],
): PluginError {
	const name = option.name.map(partText).join(".");
	const message = `option ${name}: ${reason}`;
	return faultAt(file, option, message, hint);
}

function partText({ namePart, isExtension }: UninterpretedOption_NamePart) {
	return isExtension ? `(${namePart})` : namePart;
}
