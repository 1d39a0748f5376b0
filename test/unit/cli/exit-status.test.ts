import { expect, test } from "vitest";
import {
	exitStatusOfError,
	exitStatusOfPods,
} from "../../../src/cli/exit-status.ts";
import type { ErrorCode } from "../../../src/errors.ts";

test.each<[ErrorCode, number]>([
	["usage", 1],
	["forbidden", 1],
	["target", 1],
	["symbol", 1],
	["name-unresolved", 2],
	["no-route", 2],
	["connection-refused", 2],
	["tls-verify", 2],
	["deadline", 2],
	["schema", 3],
	["cancelled", 130],
])("%s ends with %d", (code, status) => {
	expect(exitStatusOfError(code)).toBe(status);
});

test.each<[string, readonly ErrorCode[], number]>([
	["none", [], 0],
	["one without a schema, one without the method", ["schema", "symbol"], 3],
	["one without a schema, one refused", ["schema", "connection-refused"], 2],
	["one whose port is not known", ["port"], 2],
])("of several pods: %s", (_, codes, status) => {
	expect(exitStatusOfPods(codes)).toBe(status);
});
