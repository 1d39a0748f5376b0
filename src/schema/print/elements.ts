import type {
	DescEnum,
	DescEnumValue,
	DescExtension,
	DescField,
	DescMessage,
	DescMethod,
	DescOneof,
	DescService,
	Registry,
} from "@bufbuild/protobuf";
import { SymbolVisibility } from "@bufbuild/protobuf/wkt";
import { type CommentChoice, commentsOf } from "./comments.ts";
import {
	bracketed,
	fieldOptions,
	optionStatements,
	optionsIn,
} from "./options.ts";
import { byName, byNumber, enumValues, type Order } from "./order.ts";
import { extensionRanges, reservedNames, reservedRanges } from "./ranges.ts";
import { labelOf, rawType } from "./raw-type.ts";
import type { Source } from "./source.ts";

/** How declarations are written. The registry resolves the extensions that name custom options. */
export type Writing = {
	readonly order: Order;
	readonly comments: CommentChoice;
	/** Whether a message's nested types are written inside it, as in source, or left out. */
	readonly nested: "shown" | "left-out";
	readonly registry: Registry;
};

/** Returns the source of a message with all its parts, in the order of descriptor.proto's fields. */
export function messageSource(desc: DescMessage, writing: Writing): Source {
	return {
		...commentsOf(desc, writing.comments),
		head: `${visibilityOf(desc)}message ${desc.name}`,
		body: messageBody(desc, writing),
	};
}

/** Edition 2024 lets a type limit who may import it. */
function visibilityOf({ proto }: DescMessage | DescEnum): string {
	switch (proto.visibility) {
		case SymbolVisibility.VISIBILITY_LOCAL:
			return "local ";
		case SymbolVisibility.VISIBILITY_EXPORT:
			return "export ";
		default:
			return "";
	}
}

function messageBody(desc: DescMessage, writing: Writing): readonly Source[] {
	const { registry, order } = writing;
	const types = writing.nested === "shown";
	return [
		...optionStatements(optionsIn("message", desc.proto.options, registry)),
		...fieldSources(desc, writing),
		...(types ? nestedTypes(desc, writing) : []),
		...extensionRanges(desc, writing),
		...(types ? extensionSources(desc.nestedExtensions, writing) : []),
		...reservedRanges(desc, order),
		...reservedNames(desc, order),
	];
}

function nestedTypes(desc: DescMessage, writing: Writing): readonly Source[] {
	const groups = groupTypes([...desc.fields, ...desc.nestedExtensions]);
	const nested = desc.nestedMessages.filter((message) => !groups.has(message));
	return [
		...byName(nested, writing.order).map((message) =>
			messageSource(message, writing),
		),
		...byName(desc.nestedEnums, writing.order).map((type) =>
			enumSource(type, writing),
		),
	];
}

/** Returns the messages of groups, which are written with their fields. */
export function groupTypes(
	fields: readonly (DescField | DescExtension)[],
): ReadonlySet<DescMessage> {
	return new Set(
		fields.flatMap((field) =>
			rawType(field) === "group" && field.message !== undefined
				? [field.message]
				: [],
		),
	);
}

/** Returns the sources of fields. A oneof stands where its first field stands. */
function fieldSources(desc: DescMessage, writing: Writing): readonly Source[] {
	const written = new Set<DescOneof>();
	return byNumber(desc.fields, writing.order).flatMap((field) => {
		if (field.oneof === undefined) return [fieldSource(field, writing)];
		if (written.has(field.oneof)) return [];
		written.add(field.oneof);
		return [oneofSource(field.oneof, writing)];
	});
}

/** Returns the source of a oneof with its fields. */
export function oneofSource(desc: DescOneof, writing: Writing): Source {
	return {
		...commentsOf(desc, writing.comments),
		head: `oneof ${desc.name}`,
		body: [
			...optionStatements(
				optionsIn("oneof", desc.proto.options, writing.registry),
			),
			...byNumber(desc.fields, writing.order).map((field) =>
				fieldSource(field, writing),
			),
		],
	};
}

/** Returns the source of a field. The source of a group contains its message. */
export function fieldSource(
	field: DescField | DescExtension,
	writing: Writing,
): Source {
	const file = field.kind === "field" ? field.parent.file : field.file;
	const label = labelOf(field, file.proto.syntax);
	const type = rawType(field);
	const isGroup = type === "group";
	const name = isGroup ? (field.message?.name ?? field.name) : field.name;
	const options = bracketed(fieldOptions(field, writing.registry));
	return {
		...commentsOf(field, writing.comments),
		head: `${label}${type} ${name} = ${field.number}${options}`,
		...(isGroup && field.message !== undefined
			? { body: messageBody(field.message, writing) }
			: {}),
	};
}

/** Returns the sources of extensions, grouped by the extended message. */
export function extensionSources(
	extensions: readonly DescExtension[],
	writing: Writing,
): readonly Source[] {
	const byExtendee = Map.groupBy(
		extensions,
		({ extendee }) => extendee.typeName,
	);
	const names = [...byExtendee.keys()];
	return (writing.order === "sorted" ? names.toSorted() : names).map(
		(name) => ({
			head: `extend .${name}`,
			body: byNumber(byExtendee.get(name) ?? [], writing.order).map(
				(extension) => fieldSource(extension, writing),
			),
		}),
	);
}

/** Returns the source of an enum with its values. */
export function enumSource(desc: DescEnum, writing: Writing): Source {
	const { registry, order } = writing;
	return {
		...commentsOf(desc, writing.comments),
		head: `${visibilityOf(desc)}enum ${desc.name}`,
		body: [
			...optionStatements(optionsIn("enum", desc.proto.options, registry)),
			...enumValues(desc, order).map((value) =>
				enumValueSource(value, writing),
			),
			...reservedRanges(desc, order),
			...reservedNames(desc, order),
		],
	};
}

/** Returns the source of one enum value. */
export function enumValueSource(desc: DescEnumValue, writing: Writing): Source {
	const options = optionsIn("enum_value", desc.proto.options, writing.registry);
	return {
		...commentsOf(desc, writing.comments),
		head: `${desc.name} = ${desc.number}${bracketed(options)}`,
	};
}

/** Returns the source of a service with its methods. */
export function serviceSource(desc: DescService, writing: Writing): Source {
	return {
		...commentsOf(desc, writing.comments),
		head: `service ${desc.name}`,
		body: [
			...optionStatements(
				optionsIn("service", desc.proto.options, writing.registry),
			),
			...byName(desc.methods, writing.order).map((method) =>
				methodSource(method, writing),
			),
		],
	};
}

/** Returns the source of a method. It has a body where the method has options. */
export function methodSource(desc: DescMethod, writing: Writing): Source {
	const { clientStreaming, serverStreaming } = desc.proto;
	const sends = clientStreaming ? "stream " : "";
	const answers = serverStreaming ? "stream " : "";
	const options = optionsIn("rpc", desc.proto.options, writing.registry);
	return {
		...commentsOf(desc, writing.comments),
		head: `rpc ${desc.name} ( ${sends}.${desc.input.typeName} ) returns ( ${answers}.${desc.output.typeName} )`,
		...(options.length === 0 ? {} : { body: optionStatements(options) }),
	};
}
