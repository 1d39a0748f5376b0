import { expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { http2Server } from "../../grpc/servers.ts";

const TOKEN = ["-H", "authorization: Bearer s3cret"];
const OTHERS = "call sends it others with --reflect-header";

test.each([
	["12", [], "turn reflection on in the server, as diff compares nothing else"],
	["7", [], "reflection gets what -H gives: -H 'authorization: Bearer …'"],
	[
		"16",
		["-H", "x-tenant: a"],
		"reflection gets what -H gives: -H 'authorization: Bearer …'",
	],
	[
		"7",
		TOKEN,
		`the credentials that were sent do not allow reflection; ${OTHERS}`,
	],
	[
		"16",
		TOKEN,
		`reflection does not take the credentials that were sent; ${OTHERS}`,
	],
	["3", [], ""],
])(
	"of a server that refuses reflection with %s after %j: %s",
	async (code, flags, advice) => {
		const port = await http2Server((stream) =>
			stream.respond(
				{
					"content-type": "application/grpc",
					"grpc-status": code,
					"grpc-message": "no",
				},
				{ endStream: true },
			),
		);
		const address = `127.0.0.1:${port}`;
		const { stdout } = await runInProcess(
			["diff", address, "--plaintext", "-o", "json", ...flags],
			{ env: {} },
		);
		const [{ failure }] = JSON.parse(stdout).failed;
		expect(failure.hint.join("\n")).toBe(advice);
	},
);
