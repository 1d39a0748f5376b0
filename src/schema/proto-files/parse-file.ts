import { create } from "@bufbuild/protobuf";
import {
	Edition,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FileOptionsSchema,
	MethodDescriptorProtoSchema,
	MethodOptionsSchema,
	type ServiceDescriptorProto,
	ServiceDescriptorProtoSchema,
	ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { type Cursor, cursorOf, documented } from "./cursor.ts";
import { parseExtend, parseType } from "./parse-message.ts";
import { parseOption, utf8 } from "./parse-options.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { sourceInfo } from "./source-info.ts";
import type { Token } from "./tokens.ts";

/**
 * Parses a .proto file: proto2, proto3, edition 2023 or 2024. Type names stay as written.
 * @throws PluginError `bad-input` as `name:line:column: …`
 */
export function parseFile(name: string, source: string): ParsedFile {
	const cursor = cursorOf(name, source);
	const proto = create(FileDescriptorProtoSchema, { name });
	const imports = new Map<string, Token>();
	parseSyntax(cursor, proto);
	cursor.document("syntax", 0);
	const syntax = proto.syntax === "" ? "proto2" : proto.syntax;
	const scope = { cursor, syntax, edition: proto.edition };
	const types = { messages: proto.messageType, enums: proto.enumType };
	while (cursor.peek().kind !== "end") {
		if (cursor.take(";")) continue;
		const from = cursor.place();
		const at = cursor.peek();
		if (parseType(scope, types) === "read") continue;
		const word = cursor.word("a declaration");
		switch (word) {
			case "package":
				if (proto.package !== "")
					throw cursor.fail("there is a package already", at);
				proto.package = cursor.path("a package's name");
				if (proto.package.startsWith("."))
					throw cursor.fail("a package's name begins with no dot", at);
				cursor.expect(";");
				cursor.document("package", from);
				break;
			case "import":
				parseImport(cursor, proto, imports);
				break;
			case "option":
				proto.options ??= create(FileOptionsSchema);
				parseOption(cursor, FileOptionsSchema, proto.options);
				cursor.expect(";");
				break;
			case "extend":
				proto.extension.push(...parseExtend(scope, proto.messageType));
				break;
			case "service":
				proto.service.push(documented(cursor, from, parseService(cursor)));
				break;
			default:
				throw cursor.fail(
					`a declaration was expected, not ${JSON.stringify(word)}`,
					at,
				);
		}
	}
	if (cursor.comments.size > 0)
		proto.sourceCodeInfo = sourceInfo(proto, cursor.comments);
	return { proto, imports, places: cursor.places };
}

const EDITIONS: Readonly<Record<string, Edition>> = {
	"2023": Edition.EDITION_2023,
	"2024": Edition.EDITION_2024,
};

function parseSyntax(cursor: Cursor, proto: FileDescriptorProto): void {
	if (cursor.take("syntax")) {
		cursor.expect("=");
		const at = cursor.peek();
		const syntax = cursor.bytes("a syntax");
		if (syntax !== "proto2" && syntax !== "proto3")
			throw cursor.fail('the syntax is "proto2" or "proto3"', at);
		if (syntax === "proto3") proto.syntax = syntax;
		cursor.expect(";");
	} else if (cursor.take("edition")) {
		cursor.expect("=");
		const at = cursor.peek();
		const edition = EDITIONS[cursor.bytes("an edition")];
		if (edition === undefined)
			throw cursor.fail('the edition is "2023" or "2024"', at);
		proto.syntax = "editions";
		proto.edition = edition;
		cursor.expect(";");
	}
}

function parseImport(
	cursor: Cursor,
	proto: FileDescriptorProto,
	imports: Map<string, Token>,
): void {
	const kind = ["public", "weak", "option"].find((word) => cursor.take(word));
	const at = cursor.peek();
	const path = utf8(cursor.bytes("a file's path"));
	cursor.expect(";");
	if (imports.has(path)) throw cursor.fail(`${path} is imported already`, at);
	imports.set(path, at);
	const has2024 = proto.edition >= Edition.EDITION_2024;
	if (kind === "option" && !has2024)
		throw cursor.fail("an import of options needs edition 2024", at);
	if (kind === "weak" && has2024)
		throw cursor.fail("an import is not weak from edition 2024", at);
	if (kind === "option") {
		proto.optionDependency.push(path);
		return;
	}
	const index = proto.dependency.push(path) - 1;
	if (kind === "public") proto.publicDependency.push(index);
	if (kind === "weak") proto.weakDependency.push(index);
}

function parseService(cursor: Cursor): ServiceDescriptorProto {
	const service = create(ServiceDescriptorProtoSchema, {
		name: cursor.word("a service's name"),
	});
	cursor.expect("{");
	while (!cursor.take("}")) {
		if (cursor.take(";")) continue;
		if (cursor.take("option")) {
			service.options ??= create(ServiceOptionsSchema);
			parseOption(cursor, ServiceOptionsSchema, service.options);
			cursor.expect(";");
			continue;
		}
		const from = cursor.place();
		cursor.expect("rpc");
		service.method.push(documented(cursor, from, parseMethod(cursor)));
	}
	return service;
}

function parseMethod(cursor: Cursor) {
	const method = create(MethodDescriptorProtoSchema, {
		name: cursor.word("a method's name"),
	});
	const input = parseMethodType(cursor);
	cursor.expect("returns");
	const output = parseMethodType(cursor);
	method.inputType = input.type;
	method.outputType = output.type;
	if (input.streams) method.clientStreaming = true;
	if (output.streams) method.serverStreaming = true;
	if (cursor.take(";")) return method;
	cursor.expect("{");
	method.options = create(MethodOptionsSchema);
	while (!cursor.take("}")) {
		if (cursor.take(";")) continue;
		cursor.expect("option");
		parseOption(cursor, MethodOptionsSchema, method.options);
		cursor.expect(";");
	}
	return method;
}

function parseMethodType(cursor: Cursor) {
	cursor.expect("(");
	const streams = cursor.take("stream");
	// `stream` may also be the name of a type.
	const type =
		streams && cursor.peek().text === ")"
			? "stream"
			: cursor.path("a message's name");
	cursor.expect(")");
	return { streams: streams && type !== "stream", type };
}
