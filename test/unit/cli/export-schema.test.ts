import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, onTestFinished, test } from "vitest";
import { runInProcess } from "../../in-process.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { descriptor, service } from "../schema/reflection/fake-session.ts";

/** A schema whose file name contains control characters. */
const SET = toBinary(
	FileDescriptorSetSchema,
	create(FileDescriptorSetSchema, {
		file: [
			fromBinary(
				FileDescriptorProtoSchema,
				descriptor({
					name: "\x1b[2Jevil.proto",
					package: "shop",
					messageType: [{ name: "User" }],
					service: [service("Users", ".shop.User", ".shop.User")],
				}),
			),
		],
	}),
);

test.each(["list", "describe"])(
	"%s escapes the names of files that it does not write",
	async (command) => {
		const folder = temporaryFolder(onTestFinished);
		const file = join(folder, "set.binpb");
		writeFileSync(file, SET);
		const { stderr, status } = await runInProcess(
			[command, "--protoset", file, "--proto-out-dir", join(folder, "out")],
			{ env: {} },
		);
		expect(stderr).toBe(
			"not written, as they would not be .proto files in that folder: \\x1b[2Jevil.proto\n",
		);
		expect(status).toBe(0);
	},
);
