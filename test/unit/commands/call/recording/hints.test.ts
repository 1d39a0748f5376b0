import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../../../../in-process.ts";
import { temporaryFolder } from "../../../../temporary-folder.ts";
import { http2Server } from "../../../grpc/servers.ts";

const PROTO = "test/proto/user.proto";
const folder = temporaryFolder(afterAll);

/** Runs a call that fails with these trailers, and replays its recording. */
async function failing(
	trailers: Readonly<Record<string, string>>,
	flags: readonly string[],
) {
	const file = join(folder, "recording.jsonl");
	const port = await http2Server((stream) =>
		stream.respond(
			{ "content-type": "application/grpc", ...trailers },
			{ endStream: true },
		),
	);
	const then = await runInProcess(
		[
			...["call", `127.0.0.1:${port}`, "user.UserService/GetUser"],
			...["--proto", PROTO, "--reflection=off", "--plaintext"],
			...["--record", file, ...flags],
		],
		{ env: {} },
	);
	const again = await runInProcess(["call", "--replay", file], { env: {} });
	return { then, again };
}

const GZIP = {
	"grpc-status": "12",
	"grpc-message":
		'grpc: Decompressor is not installed for grpc-encoding "gzip"',
};
const TOO_LARGE = {
	"grpc-status": "8",
	"grpc-message": "grpc: received message larger than max (7 vs. 4)",
};
const RESPONSE_TOO_LARGE = {
	"grpc-status": "8",
	"grpc-message": "trying to send message larger than max (7 vs. 4)",
};
const UPSTREAM = {
	"grpc-status": "14",
	"grpc-message": "no healthy upstream",
};
const STOPPING = {
	"grpc-status": "14",
	"grpc-message": "Cancelling all calls",
};
const CREDENTIALS = ["-H", "authorization: Bearer x"];

test.each([
	["--compress", GZIP, ["--compress=gzip"]],
	["--compress", GZIP, ["--compress=gzip", "--all-pods"]],
	["over the server's limit", TOO_LARGE, []],
	["over its own limit", RESPONSE_TOO_LARGE, []],
	["a proxy on the way", UPSTREAM, ["--all-pods"]],
	["a rollout or a restart", STOPPING, []],
	["credentials that were sent", { "grpc-status": "16" }, CREDENTIALS],
	[
		"credentials that were sent",
		{ "grpc-status": "16" },
		[...CREDENTIALS, "--all-pods"],
	],
])(
	"the hints of %s are the same in a replay: %j %j",
	async (words, trailers, flags) => {
		for (const payloads of [["--record-payloads"], []]) {
			const { then, again } = await failing(trailers, [...flags, ...payloads]);
			expect(then.stdout + then.stderr).toContain(words);
			expect(again.stdout + again.stderr).toContain(words);
		}
	},
);
