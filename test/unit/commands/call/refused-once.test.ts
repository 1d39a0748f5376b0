import { constants, type ServerHttp2Stream } from "node:http2";
import { expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { http2Server, leavingServer } from "../../grpc/servers.ts";

const PROTO = "test/proto/user.proto";

const EMPTY_MESSAGE = Buffer.alloc(5);

function answer(stream: ServerHttp2Stream): void {
	stream.respond(
		{ "content-type": "application/grpc" },
		{ waitForTrailers: true },
	);
	stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
	stream.end(EMPTY_MESSAGE);
}

/** Starts a server that refuses the first call. */
function refusingServer(): Promise<number> {
	let calls = 0;
	return http2Server((stream) => {
		if (calls++ > 0) answer(stream);
		else stream.close(constants.NGHTTP2_REFUSED_STREAM);
	});
}

test.each([
	["refuses", refusingServer],
	["leaves behind as it goes", () => leavingServer(answer)],
])("a call that a server %s is made again once", async (_, serve) => {
	const { stdout, status } = await runInProcess(
		[
			...["call", `127.0.0.1:${await serve()}`, "user.UserService/GetUser"],
			...["--proto", PROTO, "--reflection=off", "--plaintext"],
		],
		{ env: {} },
	);
	expect(stdout).toBe("{}\n");
	expect(status).toBe(0);
});
