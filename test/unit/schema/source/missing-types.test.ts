import { expect, test } from "vitest";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { decodeFile } from "../../../../src/schema/link/raw-file.ts";
import { filesSource } from "../../../../src/schema/source/files-source.ts";
import { gapLine, gapsOf } from "../../../../src/schema/source/gaps.ts";
import { descriptor, service } from "../reflection/fake-session.ts";

async function linesOf(...files: readonly Uint8Array[]) {
	const decoded = files.map(decodeFile);
	const usable = decoded.flatMap((each) =>
		each.kind === "file" ? [each.file] : [],
	);
	const load = async () => createFileStore(usable);
	const schema = await filesSource(load, "the files have").everything();
	return gapsOf(schema).map(gapLine);
}

const using = (name: string, type: string, ...dependency: readonly string[]) =>
	descriptor({
		name: `${name}.proto`,
		package: name,
		dependency: [...dependency],
		service: [service("S", type, type)],
	});

test("a missing type is told with what its users import, not with what others do", async () => {
	const lines = await linesOf(
		using("a", ".t.A", "options.proto", "t.proto"),
		using("b", ".t.B"),
	);
	expect(lines).toEqual([
		"t.A is missing: a.proto imports options.proto, t.proto, which did not come",
		"t.B is missing: no file that is used declares it",
	]);
});

test("none is missing where every one is declared, whatever else did not come", async () => {
	expect(
		await linesOf(using("a", ".google.protobuf.Empty", "options.proto")),
	).toEqual([]);
});
