import { expect, test } from "vitest";
import { explainFailure } from "../../../src/grpc/connect-error.ts";

const failureBy = (cause: unknown) =>
	explainFailure({
		cause,
		streamError: undefined,
		abortReason: undefined,
		reached: true,
		seen: { kind: "nothing" },
		isAsked: false,
		tls: undefined,
	});

test("an error of the plugin's own code while it connects is told as a bug", () => {
	const cause = new TypeError("x is undefined");
	expect(failureBy(cause)).toMatchObject({ code: "internal", cause });
});

test("an error of Node's while it connects is the server's", () => {
	const cause = Object.assign(new TypeError("invalid"), { code: "ERR_X" });
	expect(failureBy(cause).code).toBe("not-http2");
});
