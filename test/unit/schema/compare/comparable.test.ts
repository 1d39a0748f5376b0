import { expect, test } from "vitest";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { comparableOf } from "../../../../src/schema/compare/comparable.ts";
import { declaredTypes } from "../../../../src/schema/compare/types-of.ts";
import { registryOfFiles } from "../../../../src/schema/link/layered-registry.ts";

test("a declaration is printed once, however often it is compared", () => {
	const registry = registryOfFiles([file_user]);
	const { types, print } = comparableOf({
		types: declaredTypes(registry),
		undescribed: new Set(),
		registry,
	});
	const [first] = types.values();
	if (first === undefined) throw new Error("it declares something");
	expect(print(first)).toBe(print(first));
});
