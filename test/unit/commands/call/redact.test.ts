import { expect, test } from "vitest";
import { redacted } from "../../../../src/commands/call/redact.ts";

test.each([
	"authorization",
	"Proxy-Authorization",
	"x-forwarded-authorization",
	"cookie",
	"x-goog-iap-jwt-assertion",
	"x-amz-security-token",
	"x-api-key",
	"apikey",
	"db-password",
	"grpc-trace-bin",
	"x-auth",
	"x-session-id",
	"x-csrf",
	"x-amzn-oidc-data",
	"access-key",
	"x-authorisation",
	"x-bearer",
	"ocp-apim-subscription-key",
	"key",
])("only the length of %s is shown, once", (name) => {
	const told = [[name, "<redacted, 6 characters>"]];
	expect(redacted([[name, "s3cret"]])).toEqual(told);
	expect(redacted(redacted([[name, "s3cret"]]))).toEqual(told);
});

test.each([
	"content-type",
	"user-agent",
	"x-request-id",
	"author",
	":authority",
	"idempotency-key",
	"idempotency_key",
	"x-keyword",
])("%s is shown", (name) => {
	expect(redacted([[name, "value"]])).toEqual([[name, "value"]]);
});
