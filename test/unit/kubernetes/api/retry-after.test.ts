import { expect, onTestFinished, test, vi } from "vitest";
import { retryAfterOf } from "../../../../src/kubernetes/api/send-request.ts";

test.each([
	[undefined, undefined],
	["4", 4_000],
	["Fri, 02 Jan 2026 03:04:07 GMT", 2_000],
	["Fri, 02 Jan 2026 03:04:00 GMT", 0],
	["soon", undefined],
	["", undefined],
])("Retry-After: %s is %s ms", (header, waitMs) => {
	vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 2, 3, 4, 5) });
	onTestFinished(() => void vi.useRealTimers());
	expect(retryAfterOf(header)).toBe(waitMs);
});
