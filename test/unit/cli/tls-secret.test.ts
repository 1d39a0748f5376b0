import { expect, test } from "vitest";
import { readTlsSecret } from "../../../src/cli/tls-secret.ts";
import type { ApiClient } from "../../../src/kubernetes/api.ts";

const pem = (label: string) =>
	`-----BEGIN ${label}-----\nx\n-----END ${label}-----\n`;
const CERTIFICATE = pem("CERTIFICATE");
const KEY = pem("PRIVATE KEY");

/** Reads a Secret that has these fields, and gives the path that was asked for beside it. */
async function read(
	fields: Readonly<Record<string, string>>,
	reference = "client",
) {
	const data = Object.fromEntries(
		Object.entries(fields).map(([name, text]) => [name, btoa(text)]),
	);
	const asked: string[] = [];
	const api = {
		get: async (path: string) => {
			asked.push(path);
			return { data };
		},
	} as unknown as ApiClient;
	const { signal } = new AbortController();
	const secret = await readTlsSecret(api, reference, "shop", signal);
	return { asked, secret };
}

test.each([
	[{ "tls.crt": CERTIFICATE, "tls.key": KEY }, [CERTIFICATE, KEY, undefined]],
	[{ "ca.crt": CERTIFICATE }, [undefined, undefined, CERTIFICATE]],
	[
		{ "tls.crt": "", "tls.key": "", "ca.crt": CERTIFICATE },
		[undefined, undefined, CERTIFICATE],
	],
])("%j is read", async (fields, [cert, key, ca]) => {
	expect((await read(fields)).secret).toEqual({ cert, key, ca });
});

test.each([
	["client", "/api/v1/namespaces/shop/secrets/client"],
	["mesh/client", "/api/v1/namespaces/mesh/secrets/client"],
])("%s is asked for at %s", async (reference, path) => {
	const { asked } = await read({ "ca.crt": CERTIFICATE }, reference);
	expect(asked).toEqual([path]);
});

test.each([
	[{ "tls.crt": CERTIFICATE }, "Secret shop/client has tls.crt and no tls.key"],
	[
		{ "tls.key": KEY, "ca.crt": CERTIFICATE },
		"Secret shop/client has tls.key and no tls.crt",
	],
	[{ token: "x" }, "Secret shop/client has neither tls.crt nor ca.crt"],
	[
		{ "tls.crt": KEY, "tls.key": KEY },
		"Secret shop/client, tls.crt holds no certificate",
	],
])("%j is refused", async (fields, says) => {
	await expect(read(fields)).rejects.toMatchObject({
		code: "certificate",
		message: expect.stringContaining(says),
	});
});

test.each(["", "a/b/c", "/x", "x/"])(
	"%j names no Secret",
	async (reference) => {
		await expect(read({}, reference)).rejects.toMatchObject({ code: "usage" });
	},
);
