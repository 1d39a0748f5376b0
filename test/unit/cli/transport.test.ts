import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keyLogOf } from "../../../src/cli/key-log.ts";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { requirePem } from "../../../src/cli/read-pem.ts";
import {
	checkTransportFlags,
	transportChoice,
} from "../../../src/cli/transport.ts";
import { TRANSPORT_FLAGS } from "../../../src/cli/transport-flags.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const CERTIFICATE =
	"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
const KEY = "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n";

const folder = temporaryFolder(afterAll);
const file = (name: string, text: string) => {
	writeFileSync(join(folder, name), text);
	return join(folder, name);
};
const cert = file("cert.pem", CERTIFICATE);
const key = file("key.pem", KEY);

const unexpected = (line: string) => {
	throw new Error(line);
};

const secret = { cert: "secret cert", key: "secret key", ca: "secret ca" };
const choiceWhere = async (
	defaultVerification: "report" | "require",
	argv: readonly string[],
) => {
	const { flags } = parseArguments(argv, TRANSPORT_FLAGS);
	checkTransportFlags(flags);
	return transportChoice(flags, {
		defaultVerification,
		env: {},
		readSecret: async () => secret,
		tell() {},
	});
};
const choice = (...argv: string[]) => choiceWhere("report", argv);

// Windows opens a folder for appending.
test.skipIf(process.platform === "win32")(
	"a file of keys that cannot be written is refused",
	async () => {
		const choice = transportChoice(parseArguments([], TRANSPORT_FLAGS).flags, {
			defaultVerification: "report",
			env: { SSLKEYLOGFILE: folder },
			readSecret: async () => secret,
			tell() {},
		});
		await expect(choice).rejects.toMatchObject({
			code: "bad-input",
			message: `SSLKEYLOGFILE: ${folder} is a directory`,
		});
	},
);

test.runIf(existsSync("/dev/full"))(
	"a full disk under the file of keys ends nothing, and is reported once",
	() => {
		const told: string[] = [];
		const onKeys = keyLogOf({ SSLKEYLOGFILE: "/dev/full" }, (line) =>
			told.push(line),
		);
		for (const _ of [1, 2]) onKeys?.(Buffer.from("CLIENT_RANDOM\n"));
		expect(told).toEqual([
			"warning: SSLKEYLOGFILE: /dev/full cannot be written: the disk is full: not all keys are in it",
		]);
	},
);

test("keys are appended to the file, which only its owner may read", () => {
	const keys = join(folder, "keys.log");
	for (const line of ["a\n", "b\n"])
		keyLogOf({ SSLKEYLOGFILE: keys }, unexpected)?.(Buffer.from(line));
	expect(readFileSync(keys, "utf8")).toBe("a\nb\n");
	if (process.platform !== "win32") expect(statSync(keys).mode & 0o077).toBe(0);
	expect(keyLogOf({}, unexpected)).toBeUndefined();
});

describe("flags that contradict each other", () => {
	test.each([
		[["--plaintext", "--tls"]],
		[["--plaintext", "--cacert", cert]],
		[["--plaintext", "--insecure-skip-verify"]],
		[["--cert", cert]],
		[["--key", key]],
		[["--tls-secret", "x", "--cert", cert, "--key", key]],
		[["--insecure-skip-verify", "--cacert", cert]],
	])("%j", async (argv) => {
		await expect(choice(...argv)).rejects.toMatchObject({ code: "usage" });
	});
});

test.each([
	[[], { kind: "auto", tls: { verify: "report" } }],
	[["--plaintext"], { kind: "plaintext" }],
	[["--tls"], { kind: "tls", tls: { verify: "report" } }],
	[
		["--cacert", cert],
		{ kind: "tls", tls: { ca: CERTIFICATE, verify: "require" } },
	],
	[
		["--servername", "a.b"],
		{ kind: "tls", tls: { serverName: "a.b", verify: "require" } },
	],
	[
		["--cert", cert, "--key", key],
		{ kind: "tls", tls: { cert: CERTIFICATE, key: KEY, verify: "report" } },
	],
	[
		["--tls-secret", "ns/x"],
		{
			kind: "tls",
			tls: {
				ca: "secret ca",
				cert: "secret cert",
				key: "secret key",
				verify: "report",
			},
		},
	],
])("%j means %j", async (argv, expected) => {
	expect(await choice(...argv)).toEqual(expected);
});

test.each([
	[[], { kind: "auto", tls: { verify: "require" } }],
	[["--tls"], { kind: "tls", tls: { verify: "require" } }],
	[["--insecure-skip-verify"], { kind: "auto", tls: { verify: "report" } }],
	[
		["--insecure-skip-verify", "--servername=a.b"],
		{ kind: "tls", tls: { serverName: "a.b", verify: "report" } },
	],
])("%j means %j where a certificate must verify", async (argv, expected) => {
	expect(await choiceWhere("require", argv)).toEqual(expected);
});

test.each(["a b", "münchen.example"])(
	"the authority %j is refused before anything is asked",
	async (authority) => {
		await expect(choice("--authority", authority)).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringMatching(/^the authority .* cannot be sent/),
		});
	},
);

test("a file of the wrong kind says what it holds instead", () => {
	expect(() => requirePem("--cacert: x", KEY, "certificate")).toThrow(
		"--cacert: x holds no certificate but PEM of PRIVATE KEY",
	);
	expect(() => requirePem("--key: x", "text", "key")).toThrow(
		"--key: x holds no PEM, and so no key",
	);
});
