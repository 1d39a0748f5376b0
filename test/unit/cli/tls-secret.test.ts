import { expect, test } from "vitest";
import { readTlsSecret } from "../../../src/cli/tls-secret.ts";
import { fakeApi } from "../kubernetes/targets/fake-api.ts";

const pem = (label: string) =>
	`-----BEGIN ${label}-----\nx\n-----END ${label}-----\n`;
const CERTIFICATE = pem("CERTIFICATE");
const KEY = pem("PRIVATE KEY");

/** Reads a Secret that has these fields. */
function read(
	fields: Readonly<Record<string, string>>,
	reference = "client",
	namespace = "shop",
) {
	const data = Object.fromEntries(
		Object.entries(fields).map(([name, text]) => [name, btoa(text)]),
	);
	const metadata = { name: "client", namespace };
	const secret = { kind: "Secret", metadata, data };
	const api = fakeApi([secret]);
	const { signal } = new AbortController();
	return readTlsSecret(api, reference, "shop", signal);
}

test.each([
	[{ "tls.crt": CERTIFICATE, "tls.key": KEY }, [CERTIFICATE, KEY, undefined]],
	[{ "ca.crt": CERTIFICATE }, [undefined, undefined, CERTIFICATE]],
	[
		{ "tls.crt": "", "tls.key": "", "ca.crt": CERTIFICATE },
		[undefined, undefined, CERTIFICATE],
	],
])("%j is read", async (fields, [cert, key, ca]) => {
	expect(await read(fields)).toEqual({ cert, key, ca });
});

test("is looked for in the namespace that is named before it", async () => {
	const fields = { "ca.crt": CERTIFICATE };
	await expect(read(fields, "client", "mesh")).rejects.toMatchObject({
		code: "not-found",
	});
	expect(await read(fields, "mesh/client", "mesh")).toMatchObject({
		ca: CERTIFICATE,
	});
});

test.each(["secret/client", "secrets/client"])(
	"%s, as kubectl prints it, is told to name a namespace",
	async (reference) => {
		await expect(read({}, reference)).rejects.toMatchObject({
			code: "not-found",
			hint: ["what is before the / is a namespace: --tls-secret client"],
		});
	},
);

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

test.each([
	[null, "Secret shop/client has neither tls.crt nor ca.crt"],
	["x", "data must be a mapping, not a text"],
	[
		{ "tls.crt": 5, "tls.key": {} },
		"data.tls.crt must be a text, not a number",
	],
])("data that no API server sends is refused: %j", async (data, message) => {
	const metadata = { name: "client", namespace: "shop" };
	const secret = { kind: "Secret", metadata, data };
	const api = fakeApi([secret]);
	const { signal } = new AbortController();
	await expect(
		readTlsSecret(api, "client", "shop", signal),
	).rejects.toMatchObject({ message });
});

test.each(["", "a/b/c", "/x", "x/"])(
	"%j names no Secret",
	async (reference) => {
		await expect(read({}, reference)).rejects.toMatchObject({ code: "usage" });
	},
);
