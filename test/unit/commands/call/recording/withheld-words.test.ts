import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runInProcess } from "../../../../in-process.ts";
import { temporaryFolder } from "../../../../temporary-folder.ts";
import { goaway, SETTINGS, SETTINGS_ACK } from "../../../grpc/frames.ts";
import { http2Server } from "../../../grpc/servers.ts";
import { tcpServer } from "../../../tcp-server.ts";

const PROTO = "test/proto/user.proto";
const OFFLINE = ["--proto", PROTO, "--reflection=off"];
const WORDS = "s3cr3tm4rk";
const GOODBYE = goaway(0, 11, WORDS);

/**
 * Starts a server that sends `first` and GOODBYE on each connection and ends it. `first` is SETTINGS, or only an
 * acknowledgement.
 */
const leaving = (first: Buffer) =>
	tcpServer((socket) => socket.end(Buffer.concat([first, GOODBYE])));

async function recordingOf(port: number, flags: readonly string[]) {
	const file = join(temporaryFolder(onTestFinished), "recording.jsonl");
	const { stdout, stderr } = await runInProcess(
		[
			...["call", `127.0.0.1:${port}`, "user.UserService/GetUser"],
			...["--plaintext", "--record", file, ...flags],
		],
		{ env: {} },
	);
	return { shown: stdout + stderr, recorded: readFileSync(file, "utf8") };
}

test.each([
	["the only call", SETTINGS, []],
	["one of several pods", SETTINGS, ["--all-pods"]],
	["repeated calls", SETTINGS, ["--repeat=2"]],
	["the only connection", SETTINGS_ACK, []],
	["one connection of several", SETTINGS_ACK, ["--all-pods"]],
	["the connection of repeated calls", SETTINGS_ACK, ["--repeat=2"]],
	[
		"each connection of repeated calls",
		SETTINGS_ACK,
		["--repeat=2", "--all-pods"],
	],
])(
	"the debug data of a server's GOAWAY to %s is shown, and not recorded without payloads",
	async (_, first, flags) => {
		const port = await leaving(first);
		const { shown, recorded } = await recordingOf(port, [...OFFLINE, ...flags]);
		expect(shown).toContain("GOAWAY ENHANCE_YOUR_CALM, last stream 0");
		expect(shown).toContain(`"${WORDS}"`);
		expect(recorded).toMatch(
			/ENHANCE_YOUR_CALM, last stream 0, <not recorded, 10 characters, /,
		);
		expect(recorded).not.toContain(WORDS);
		const kept = await recordingOf(port, [
			...OFFLINE,
			...flags,
			"--record-payloads",
		]);
		expect(kept.recorded).toContain(WORDS);
	},
);

test.each([[[]], [["--all-pods"]], [["--all-pods", "--repeat=2"]]])(
	"what a server sends in place of its schema is shown, and not recorded without payloads: %j",
	async (flags) => {
		const port = await http2Server((stream) =>
			stream.respond(
				{
					"content-type": "application/grpc",
					"grpc-status": "7",
					"grpc-message": WORDS,
				},
				{ endStream: true },
			),
		);
		const { shown, recorded } = await recordingOf(port, [
			"--reflection=only",
			...flags,
		]);
		expect(shown).toContain(WORDS);
		expect(recorded).toContain("PERMISSION_DENIED: <not recorded, 10 char");
		expect(recorded).not.toContain(WORDS);
	},
);
