import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { certificateFact } from "../../../src/grpc/certificate.ts";
import { createAuthority } from "../../certificates/authority.ts";

async function factOf(
	commonName: string,
	names: readonly string[],
	name = names[0] ?? "",
) {
	const authority = await createAuthority(commonName);
	const { certificate } = await authority.issue({ commonName, names });
	const x509 = new X509Certificate(certificate);
	return certificateFact({
		x509,
		chainError: undefined,
		name,
		nowMs: Date.now(),
	});
}

test("a certificate says who, by whom and for which names", async () => {
	expect(await factOf("api", ["api.example.test", "10.0.0.1"])).toMatchObject({
		subject: "CN=api",
		issuer: "CN=api",
		names: ["api.example.test", "10.0.0.1"],
		verified: { ok: true },
	});
});

test("texts in place of names are cut: a certificate may be as long as its server likes", async () => {
	const long = "x".repeat(10_000);
	const fact = await factOf(long, [long]);
	for (const text of [fact.subject, fact.issuer, ...fact.names])
		expect(text).toMatch(/^(CN=)?x{490,500}…$/);
});

test("a name in the subject alone does not verify, as with Go", async () => {
	for (const names of [[], ["10.0.0.1"]])
		expect(await factOf("api.test", names, "api.test")).toMatchObject({
			verified: {
				ok: false,
				reason:
					'name mismatch: only the common name of its subject is "api.test", which Go clients do not accept',
			},
		});
});
