import { expect, test } from "vitest";
import { transportText } from "../../../src/cli/transport-text.ts";
import { tls } from "../commands/health/build.ts";

test("missing ALPN is named before the certificate", () => {
	expect(transportText({ ...tls(), alpn: undefined })).toBe(
		"TLS 1.3, no ALPN, CN=user-service by CN=test authority, 90d left, not verified: signed by an authority that is not known",
	);
});

test.each([
	[0, "0d left"],
	[-1, "expired today"],
	[-3, "expired 2d ago"],
])("a certificate with %i whole days left: %s", (daysLeft, text) => {
	expect(transportText(tls({ daysLeft }))).toContain(`, ${text}, `);
});
