import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import type {
	ReflectedFiles,
	ReflectionSession,
} from "../../../../src/grpc/reflection.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { buildProtos } from "../build.ts";
import { editedFiles, serialized } from "../edited-files.ts";
import { refused } from "./fake-session.ts";

const whole = buildProtos(join(import.meta.dirname, "../proto"));
const SYMBOL = "everything.v1.Everything";

/** Returns a session whose server answers each question with any of these files, or with none. */
function sessionOf(
	files: readonly Uint8Array[],
	choices: readonly number[],
): ReflectionSession {
	let asked = 0;
	const choice = () => choices[asked++ % choices.length] ?? 0;
	const answer = async (): Promise<ReflectedFiles> => {
		const at = choice();
		const some = files.slice(
			at % files.length,
			(at % files.length) + 1 + (at % 3),
		);
		return at % 7 === 6 ? refused : { kind: "files", files: some };
	};
	return {
		listServices: async () => ({
			kind: "listed",
			services: [SYMBOL, "everything.v1.Service", "", "..", "x".repeat(500)],
		}),
		fileContainingSymbol: answer,
		fileByFilename: answer,
		fileContainingExtension: answer,
		allExtensionNumbers: async () => ({
			kind: "extensions",
			numbers: [choice(), -1, 0, 2 ** 29],
		}),
		close: () => {},
	};
}

test("whatever a server says of itself, a schema comes of it or a reason", async () => {
	await fc.assert(
		fc.asyncProperty(
			editedFiles(whole),
			fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
			async (edited, choices) => {
				const files = edited.file.flatMap(
					(file) =>
						serialized(() => toBinary(FileDescriptorProtoSchema, file)) ?? [],
				);
				if (files.length === 0) return;
				const source = () => reflectionSource(sessionOf(files, choices));
				for (const work of [
					() => source().everything(),
					() => source().schemaOf(SYMBOL),
				]) {
					const outcome = await work().catch((caught: unknown) => caught);
					if (!(outcome instanceof Error)) continue;
					expect(outcome).toBeInstanceOf(PluginError);
					expect(outcome).not.toMatchObject({ code: "internal" });
				}
			},
		),
		{ numRuns: 100 },
	);
});
