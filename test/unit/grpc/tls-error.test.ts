import { expect, it } from "vitest";
import { tlsError } from "../../../src/grpc/tls-error.ts";

/** Returns an alert in OpenSSL's words. */
const alert = (number: number) =>
	new Error(`tlsv1 alert:../ssl/record.c:911:SSL alert number ${number}`);

const VALID = { issuer: "CN=authority", expiredOn: undefined };
const EXPIRED = { issuer: "CN=authority", expiredOn: "2026-11-21" };

it.each([
	[
		80,
		VALID,
		"check that the server trusts the authority that issued the client certificate, CN=authority",
	],
	[
		45,
		VALID,
		"by this machine's clock the client certificate has not expired: compare the server's clock, and check the authorities that are sent with it",
	],
	[
		45,
		EXPIRED,
		"the client certificate expired on 2026-11-21: give a renewed one",
	],
	[
		48,
		VALID,
		"check that the server trusts the authority that issued the client certificate, CN=authority",
	],
])("alert %s on a client certificate, %o", (number, own, hint) => {
	const error = tlsError({
		cause: alert(number),
		seen: { kind: "tls" },
		clientCertificate: "sent",
		own,
		secured: true,
	});
	expect(error).toMatchObject({ code: "tls-client-certificate", hint: [hint] });
});
