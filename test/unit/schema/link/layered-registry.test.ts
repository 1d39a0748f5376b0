import {
	AnySchema,
	DurationSchema,
	file_google_protobuf_any,
	file_google_protobuf_duration,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import {
	layeredRegistry,
	registryOfFiles,
} from "../../../../src/schema/link/layered-registry.ts";

const own = registryOfFiles([file_google_protobuf_any]);
const below = registryOfFiles([
	file_google_protobuf_any,
	file_google_protobuf_duration,
]);

test("has what both have, each once, its own first", () => {
	const registry = layeredRegistry(own, () => below);
	expect([...registry]).toEqual([AnySchema, DurationSchema]);
	expect([...registry.files].map(({ name }) => name)).toEqual([
		"google/protobuf/any",
		"google/protobuf/duration",
	]);
	expect(registry.getMessage("google.protobuf.Duration")).toBe(DurationSchema);
	expect(registry.getFile("google/protobuf/duration.proto")).toBe(
		file_google_protobuf_duration,
	);
	expect(registry.get("google.protobuf.Nothing")).toBeUndefined();
});

test("makes the other when its own does not have something, once", () => {
	let made = 0;
	const registry = layeredRegistry(own, () => {
		made++;
		return below;
	});
	expect(registry.getMessage("google.protobuf.Any")).toBe(AnySchema);
	expect(made).toBe(0);
	registry.getMessage("google.protobuf.Duration");
	registry.getEnum("google.protobuf.Nothing");
	expect(made).toBe(1);
});

test("does not make the other for what that will not have either", () => {
	let made = 0;
	const registry = layeredRegistry(
		own,
		() => {
			made++;
			return below;
		},
		{
			has: (name) => name === "google.protobuf.Duration",
			hasExtension: () => false,
		},
	);
	expect(registry.get("google.protobuf.Any.value")).toBeUndefined();
	expect(registry.getExtensionFor(AnySchema, 7)).toBeUndefined();
	expect(made).toBe(0);
	expect(registry.getMessage("google.protobuf.Duration")).toBe(DurationSchema);
	expect(made).toBe(1);
});
