import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { openSchema } from "../../../src/cli/schema.ts";
import { SCHEMA_FLAGS } from "../../../src/cli/schema-flags.ts";
import {
	descriptor,
	failed,
	fakeSession,
	service,
} from "../schema/reflection/fake-session.ts";

const session = fakeSession([
	descriptor({
		name: "a.proto",
		package: "a",
		messageType: [{ name: "M" }],
		service: [service("S", ".a.M", ".a.M")],
	}),
]);
const protos = new URL("../schema/proto", import.meta.url).pathname;
const files = [
	"--proto=everything/everything.proto",
	`--import-path=${protos}`,
];
const open = (argv: readonly string[], asked = session) =>
	openSchema(parseArguments(argv, SCHEMA_FLAGS).flags, asked);

describe("the schema's flags", () => {
	it.each([
		[["--reflection=off"], "--reflection=off needs"],
		[["--reflection=only", ...files], "--reflection=only goes with"],
		[["--import-path=x"], "--import-path means nothing"],
	])("may contradict each other: %j", (argv, message) => {
		expect(() => open(argv)).toThrow(message);
	});

	it("ask the server when no file is given", async () => {
		expect(await open([]).services()).toEqual(["a.S"]);
	});

	it("ask files alone when reflection is off", async () => {
		const source = open(["--reflection=off", ...files]);
		await expect(source.schemaOf("a.S")).rejects.toMatchObject({
			code: "symbol",
		});
	});

	it("mix the server with files that know more", async () => {
		const source = open(files);
		expect(await source.services()).toEqual(["a.S"]);
		for (const symbol of ["a.S", "everything.v1.Everything"])
			await expect(source.schemaOf(symbol)).resolves.toBeDefined();
	});

	it("use files when the server has no reflection", async () => {
		const none = async () => failed("12", "unknown service");
		const source = open(
			files,
			fakeSession([], { listServices: none, fileContainingSymbol: none }),
		);
		const { registry } = await source.schemaOf("everything.v1.Everything");
		expect(registry.getMessage("everything.v1.Everything")).toBeDefined();
	});
});
