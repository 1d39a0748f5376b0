import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import type {
	ReflectedFiles,
	ReflectionFailure,
	ReflectionSession,
} from "../../../../src/grpc/reflection.ts";
import { serverStatus } from "../../../../src/grpc/status.ts";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { decodeFile } from "../../../../src/schema/link/raw-file.ts";

export type Init = Parameters<
	typeof create<typeof FileDescriptorProtoSchema>
>[1];

/** Returns a serialized descriptor. */
export function descriptor(init: Init): Uint8Array {
	return toBinary(
		FileDescriptorProtoSchema,
		create(FileDescriptorProtoSchema, init),
	);
}

/** Returns the descriptor of a file whose messages are nested. */
export function nested(file: string, depth: number): Uint8Array {
	let inner = new BinaryWriter()
		.tag(1, WireType.LengthDelimited)
		.string("M")
		.finish();
	for (let level = 0; level < depth; level += 1)
		inner = new BinaryWriter()
			.tag(3, WireType.LengthDelimited)
			.bytes(inner)
			.finish();
	return new BinaryWriter()
		.tag(1, WireType.LengthDelimited)
		.string(file)
		.tag(4, WireType.LengthDelimited)
		.bytes(inner)
		.finish();
}

export const refused: ReflectionFailure = {
	kind: "refused",
	status: serverStatus("5", "File not found", undefined),
};

export const failed = (code: string, message = ""): ReflectionFailure => ({
	kind: "failed",
	status: serverStatus(code, message, undefined),
});

/**
 * Returns a session whose server has these files and answers as it should. `overrides` replaces some answers; `asked` lists
 * the questions.
 */
export function fakeSession(
	files: readonly Uint8Array[],
	overrides: Partial<ReflectionSession> = {},
): ReflectionSession & { readonly asked: string[] } {
	const asked: string[] = [];
	const store = createFileStore(
		files.flatMap((bytes) => {
			const decoded = decodeFile(bytes);
			return decoded.kind === "file" ? [decoded.file] : [];
		}),
	);
	const answer = (file: { readonly bytes: Uint8Array } | undefined) =>
		Promise.resolve<ReflectedFiles>(
			file === undefined ? refused : { kind: "files", files: [file.bytes] },
		);
	const session: ReflectionSession = {
		listServices: async () => ({
			kind: "listed",
			services: store.services(),
		}),
		fileContainingSymbol: (symbol) => answer(store.find(symbol)),
		fileByFilename: (name) => answer(store.get(name)),
		fileContainingExtension: (type, number) =>
			answer(
				store
					.files()
					.find(({ proto }: { proto: FileDescriptorProto }) =>
						proto.extension.some(
							(field) =>
								field.extendee === `.${type}` && field.number === number,
						),
					),
			),
		allExtensionNumbers: async (type) => ({
			kind: "extensions",
			numbers: [...store.extensionNumbers(type)],
		}),
		close: () => {},
		...overrides,
	};
	return {
		...session,
		asked,
		fileByFilename: (name) => {
			asked.push(`file ${name}`);
			return session.fileByFilename(name);
		},
		fileContainingSymbol: (symbol) => {
			asked.push(`symbol ${symbol}`);
			return session.fileContainingSymbol(symbol);
		},
	};
}

const message = { type: 11, label: 1 } as const;

/** Returns fields, each of a message type: `{ user: ".shop.User" }`. */
export function fields(types: Readonly<Record<string, string>>) {
	return Object.entries(types).map(([name, typeName], index) => ({
		name,
		number: index + 1,
		typeName,
		...message,
	}));
}

/** Returns a service `name` with one method Get from `inputType` to `outputType`. */
export function service(name: string, inputType: string, outputType: string) {
	return { name, method: [{ name: "Get", inputType, outputType }] };
}
