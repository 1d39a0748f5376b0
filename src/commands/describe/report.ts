import {
	type DescMessage,
	type JsonValue,
	type Registry,
	toJson,
} from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	EnumDescriptorProtoSchema,
	EnumValueDescriptorProtoSchema,
	FieldDescriptorProtoSchema,
	MethodDescriptorProtoSchema,
	OneofDescriptorProtoSchema,
	ServiceDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import type { API_VERSION } from "../../cli/api-version.ts";
import type { SymbolDescription } from "../../schema/print/describe-symbol.ts";
import { fileOf, type SchemaSymbol } from "../../schema/print/symbol.ts";
import type { ReportedProblem } from "../../schema/source/problems.ts";
import { messageTemplate } from "../../schema/template/message-template.ts";

export type SymbolReport = {
	/** Full name without a leading dot. */
	readonly name: string;
	/** `a service`, `a message`, `a field` … */
	readonly type: string;
	/** The file that declares it, as imports name it. */
	readonly file: string;
	readonly deprecated: boolean;
	/** Proto source. */
	readonly source: string;
	/** The descriptor (google/protobuf/descriptor.proto) as ProtoJSON; null where one of its options cannot be written as JSON. */
	readonly descriptor: unknown;
	/** With --template: a request with sample values, for a message or for the message that a method takes. */
	readonly template?: unknown;
	/** The oneofs of the template, which sets the first field of each: `choice: text or time`. */
	readonly oneofs?: readonly string[];
	/** With --template, for a service: the templates of its methods, in declared order. */
	readonly methods?: readonly MethodTemplate[];
};

/** A request with sample values, for one method of a service. */
export type MethodTemplate = {
	/** `pkg.Service/Method`. */
	readonly method: string;
	readonly template: unknown;
	/** The oneofs of the template, as in a symbol. */
	readonly oneofs: readonly string[];
};

export type SchemaDescription = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "SchemaDescription";
	/** The pod or address that described the symbols; null for a schema from files. */
	readonly pod: string | null;
	readonly namespace: string | null;
	readonly symbols: readonly SymbolReport[];
	/** Flaws that left the schema usable, and names that it has and does not describe. */
	readonly problems: readonly ReportedProblem[];
};

/** Returns the report about a symbol. */
export function symbolReport(
	{ name, type, symbol, source }: SymbolDescription,
	registry: Registry,
	template: "with-template" | "plain",
): SymbolReport {
	return {
		name,
		type,
		file: `${fileOf(symbol).name}.proto`,
		deprecated: "deprecated" in symbol && symbol.deprecated,
		source,
		descriptor: descriptorOf(symbol, registry),
		...(template === "plain" ? {} : templatesOf(symbol)),
	};
}

/** Returns the request templates of a symbol: its own, or those of a service's methods. */
function templatesOf(
	symbol: SchemaSymbol,
): Pick<SymbolReport, "template" | "oneofs" | "methods"> {
	switch (symbol.kind) {
		case "message":
			return templateOf(symbol);
		case "rpc":
			return templateOf(symbol.input);
		case "service":
			return {
				methods: symbol.methods.map(({ name, input }) => ({
					method: `${symbol.typeName}/${name}`,
					...templateOf(input),
				})),
			};
		default:
			return {};
	}
}

function templateOf(message: DescMessage) {
	const { json, oneofs } = messageTemplate(message);
	return { template: json, oneofs };
}

function descriptorOf(symbol: SchemaSymbol, registry: Registry): JsonValue {
	try {
		return descriptorJson(symbol, registry);
	} catch {
		return null;
	}
}

function descriptorJson(symbol: SchemaSymbol, registry: Registry): JsonValue {
	switch (symbol.kind) {
		case "message":
			return toJson(DescriptorProtoSchema, symbol.proto, { registry });
		case "enum":
			return toJson(EnumDescriptorProtoSchema, symbol.proto, { registry });
		case "enum_value":
			return toJson(EnumValueDescriptorProtoSchema, symbol.proto, {
				registry,
			});
		case "field":
		case "extension":
			return toJson(FieldDescriptorProtoSchema, symbol.proto, { registry });
		case "oneof":
			return toJson(OneofDescriptorProtoSchema, symbol.proto, { registry });
		case "service":
			return toJson(ServiceDescriptorProtoSchema, symbol.proto, { registry });
		case "rpc":
			return toJson(MethodDescriptorProtoSchema, symbol.proto, { registry });
	}
}
