import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { printTransports } from "../../../../src/commands/call/print-transports.ts";
import type { TransportFact } from "../../../../src/grpc/transport.ts";
import { shownAs } from "./shown.ts";

const PLAINTEXT: TransportFact = { kind: "plaintext", detected: true };

const secured = (subject: string): TransportFact => ({
	kind: "tls",
	detected: true,
	version: "TLSv1.3",
	alpn: "h2",
	certificate: {
		subject,
		issuer: "CN=ca",
		names: [],
		validFrom: "2026-01-01T00:00:00Z",
		validTo: "2027-01-01T00:00:00Z",
		sha256: "",
		daysLeft: 9,
		verified: { ok: false, reason: "unknown authority" },
	},
	clientCertificate: "none",
});

function told(
	transports: readonly TransportFact[],
	namespace = "shop",
): Promise<string> {
	const run = shownAs("--all-pods");
	const pod = { namespace, name: "a" };
	printTransports(
		run,
		transports.map((transport) => ({ pod, transport })),
	);
	run.stderr.end();
	return text(run.stderr);
}

const line = (subject: string) =>
	`TLS 1.3, ${subject} by CN=ca, 9d left, not verified: unknown authority`;

test.each<[string, readonly TransportFact[], readonly string[]]>([
	["one pod", [secured("CN=a")], [line("CN=a")]],
	["one that speaks plaintext", [PLAINTEXT], []],
	["several that speak plaintext", [PLAINTEXT, PLAINTEXT], []],
	[
		"several alike",
		[secured("CN=a"), secured("CN=a"), secured("CN=a")],
		[`${line("CN=a")} (3 pods)`],
	],
	[
		"an odd one",
		[secured("CN=b"), PLAINTEXT, secured("CN=a"), secured("CN=a")],
		[
			`${line("CN=a")} (2 pods)`,
			`${line("CN=b")} (1 pod)`,
			"plaintext (1 pod)",
		],
	],
	[
		"a certificate each",
		["7", "2", "6", "3", "5", "4", "1"].map((name) => secured(name)),
		[
			...["1", "2", "3", "4", "5"].map((name) => `${line(name)} (1 pod)`),
			"… 2 certificates more",
		],
	],
	["a hostile name", [secured("CN=\x1b[2J")], [line("CN=\\x1b[2J")]],
])("%s", async (_, transports, lines) => {
	expect(await told(transports)).toBe(lines.map((one) => `${one}\n`).join(""));
});

test("addresses are counted as addresses", async () => {
	const alike = [secured("CN=a"), secured("CN=a")];
	expect(await told(alike, "")).toBe(`${line("CN=a")} (2 addresses)\n`);
});
