import { expect, test } from "vitest";
import { failureOfEnd } from "../../../../src/commands/health/failure.ts";

test("a GOAWAY is named by its code, as in call", () => {
	const end = {
		kind: "goaway",
		code: 11,
		lastStreamId: 0,
		debug: "too_many_pings",
	} as const;
	expect(failureOfEnd(end)).toMatchObject({
		code: "connection-lost",
		message: expect.stringMatching(
			/GOAWAY ENHANCE_YOUR_CALM.*"too_many_pings"/,
		),
	});
});
