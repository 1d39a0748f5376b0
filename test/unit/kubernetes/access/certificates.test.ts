import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
	checkKeyPair,
	readAuthority,
} from "../../../../src/kubernetes/access/certificates.ts";
import { clusterWithFlags } from "../../../../src/kubernetes/access/flag-overrides.ts";
import { loadCluster } from "../../../../src/kubernetes/cluster.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
const authority = await createAuthority();
const jane = await authority.issue({ commonName: "jane", usage: "client" });
const other = await authority.issue({ commonName: "joan", usage: "client" });

const JUNK = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

describe("authority", () => {
	const read = (text: string) =>
		readAuthority({
			...clusterWithFlags(undefined, "c", {}),
			certificateAuthorityData: Buffer.from(text),
		});

	test("all readable certificates are taken, text around them is not", async () => {
		const text = `a comment\n${authority.certificate}\n${JUNK}${authority.certificate}`;
		const { pem, certificates = "" } = (await read(text)) ?? {};
		expect(certificates.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
		expect(certificates).not.toContain("AAAA");
		expect(pem).toBe(text);
	});

	test.each([
		["hello", "is not PEM"],
		[JUNK, "is not a certificate"],
		[jane.key, "is not PEM"],
	])("%j %s", async (text, message) => {
		const error = await errorOf(read(text), "certificate");
		expect(error.message).toBe(
			`the certificate-authority-data of cluster "c" ${message}`,
		);
	});
});

describe("client certificate", () => {
	const check = async (certificate: string, key: string) =>
		checkKeyPair(certificate, key, 'user "jane"');

	test("a pair, the key in whatever form", async () => {
		const pair = await check(jane.certificate, jane.key);
		expect(pair.notAfter.getTime()).toBeGreaterThan(Date.now());
		const both = jane.key + jane.certificate + authority.certificate;
		await check(both, both);
	});

	test("a key in SEC1 form, behind its parameters", async () => {
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const sec1 = privateKey.export({ type: "sec1", format: "pem" });
		const parameters =
			"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
		const error = await errorOf(
			check(jane.certificate, `${parameters}${sec1}`),
			"certificate",
		);
		expect(error.message).toContain(
			"does not belong to the client certificate",
		);
	});

	test("an encrypted key", async () => {
		const { privateKey } = generateKeyPairSync("ed25519");
		const key = privateKey
			.export({
				type: "pkcs8",
				format: "pem",
				cipher: "aes-256-cbc",
				passphrase: "p",
			})
			.toString();
		const error = await errorOf(check(jane.certificate, key), "certificate");
		expect(error.message).toContain("is encrypted");
	});

	test.each([
		[jane.certificate, other.key, "does not belong to the client certificate"],
		["hello", jane.key, "is not PEM"],
		[JUNK, jane.key, "is not a certificate"],
		[jane.certificate, "hello", "is not a PEM private key"],
	])("refused %#", async (certificate, key, message) => {
		const error = await errorOf(check(certificate, key), "certificate");
		expect(error.message).toContain(message);
		expect(error.message).toContain('user "jane"');
	});
});

test.each([
	["client-certificate", "certificate"],
	["client-key", "certificate"],
])("a missing %s is found when the kubeconfig is loaded", async (missing) => {
	const user = {
		"client-certificate": folder.write("jane.pem", jane.certificate),
		"client-key": folder.write("jane.key", jane.key),
		[missing]: "missing.pem",
	};
	const kubeconfig = folder.write("config", { users: [{ name: "u", user }] });
	const flags = { kubeconfig, user: "u", server: "https://a" };
	const error = await errorOf(loadCluster(flags, {}), "certificate");
	expect(error.message).toContain(`the ${missing} of user "u": `);
});
