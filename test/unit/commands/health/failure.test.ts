import { expect, test } from "vitest";
import { failureOfEnd } from "../../../../src/commands/health/failure.ts";

test("a GOAWAY is told of by its code's name, as call tells of it", () => {
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
