import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
	file_google_protobuf_timestamp,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import {
	methodCandidates,
	symbolCandidates,
} from "../../../../src/cli/completion/schema-candidates.ts";
import type { Schema } from "../../../../src/schema/schema.ts";

const rpc = (name: string, serverStreaming = false) => ({
	name,
	inputType: ".shop.Item",
	outputType: ".shop.Item",
	serverStreaming,
});
const shop = create(FileDescriptorProtoSchema, {
	name: "shop.proto",
	package: "shop",
	syntax: "proto3",
	messageType: [{ name: "Item" }],
	service: [
		{ name: "Items", method: [rpc("Get"), rpc("List", true)] },
		{ name: "Orders", method: [rpc("Get"), rpc("Cancel")] },
	],
});
const schema: Schema = {
	registry: createFileRegistry(
		create(FileDescriptorSetSchema, {
			file: [file_google_protobuf_timestamp.proto, shop],
		}),
	),
	files: [],
	services: ["shop.Items", "shop.Orders"],
	problems: [],
};

const values = (candidates: readonly { readonly value: string }[]) =>
	candidates.map(({ value }) => value);

test.each([
	["shop.I", ["shop.Items/Get", "shop.Items/List"]],
	["shop.Orders/C", ["shop.Orders/Cancel"]],
	["shop.Orders.C", ["shop.Orders.Cancel"]],
	["Ca", ["Cancel"]],
	// Two services have this method, so the name alone would be refused.
	["Ge", []],
	["Orders/", ["Orders/Get", "Orders/Cancel"]],
	["x", []],
])("methods for %j: %j", (prefix, expected) => {
	expect(values(methodCandidates(schema, prefix))).toEqual(expected);
});

test("methods are offered with their request and response types", () => {
	expect(methodCandidates(schema, "shop.Items/L")).toEqual([
		{ value: "shop.Items/List", description: "shop.Item → stream shop.Item" },
	]);
});

test.each([
	["shop.It", ["shop.Item", "shop.Items", "shop.Items.Get", "shop.Items.List"]],
	["shop.Items/", ["shop.Items/Get", "shop.Items/List"]],
	["google.protobuf.Ti", ["google.protobuf.Timestamp"]],
	["Canc", ["Cancel"]],
	["It", ["Item", "Items"]],
	["Get", []],
	["Timest", []],
	["x", []],
])("symbols for %j: %j", (prefix, expected) => {
	expect(values(symbolCandidates(schema, prefix))).toEqual(expected);
});

test("a symbol without its package has the kind of the whole", () => {
	expect(symbolCandidates(schema, "Cancel")).toEqual([
		{ value: "Cancel", description: "method" },
	]);
});

test("well-known types do not hide others", () => {
	expect(values(symbolCandidates(schema, "")).join()).not.toContain("google");
});
