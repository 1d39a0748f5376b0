import { createFileRegistry } from "@bufbuild/protobuf";
import {
	file_google_protobuf_any,
	file_google_protobuf_duration,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { growingRegistry } from "../../../../src/schema/link/growing-registry.ts";

const anys = createFileRegistry(
	file_google_protobuf_any.proto,
	() => undefined,
);
const durations = createFileRegistry(
	file_google_protobuf_duration.proto,
	() => undefined,
);

test("what is added is found, below what was there", () => {
	const { registry, add } = growingRegistry(anys);
	expect(registry.getMessage("google.protobuf.Duration")).toBeUndefined();
	add(durations);
	add(createFileRegistry(file_google_protobuf_any.proto, () => undefined));
	expect([...registry]).toEqual([...anys, ...durations]);
	expect([...registry.files]).toEqual([...anys.files, ...durations.files]);
	for (const { typeName } of durations)
		expect(registry.get(typeName)).toBe(durations.get(typeName));
	expect(registry.getMessage("google.protobuf.Any")).toBe(
		anys.getMessage("google.protobuf.Any"),
	);
	expect(registry.getFile("google/protobuf/duration.proto")).toBe(
		durations.getFile("google/protobuf/duration.proto"),
	);
});

test("a recording may add to it as often as it likes", () => {
	const { registry, add } = growingRegistry(anys);
	for (let times = 0; times < 20_000; times += 1) add(durations);
	expect(registry.getMessage("no.Type")).toBeUndefined();
	expect([...registry]).toEqual([...anys, ...durations]);
});
