import { expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { http2Server } from "../../grpc/servers.ts";

test.each([
	["12", "turn reflection on in the server, as diff compares nothing else"],
	["7", "reflection gets what -H gives: -H 'authorization: Bearer …'"],
	["3", ""],
])("of a server that refuses reflection with %s: %s", async (code, advice) => {
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
		["diff", address, "--plaintext", "-o", "json"],
		{ env: {} },
	);
	const [{ failure }] = JSON.parse(stdout).failed;
	expect(failure.hint.join("\n")).toBe(advice);
});
