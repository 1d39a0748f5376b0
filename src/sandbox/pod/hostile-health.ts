import {
	type Server,
	type ServerUnaryCall,
	type ServerWritableStream,
	type sendUnaryData,
	status,
} from "@grpc/grpc-js";
import { Health } from "../../grpc-services/gen/grpc/health/v1/health_pb.ts";
import { pathOf } from "./methods.ts";
import type { Settings } from "./settings.ts";

type Hostility = Exclude<Settings["health"]["hostile"], "">;
type Check = (
	call: ServerUnaryCall<Buffer, Buffer>,
	respond: sendUnaryData<Buffer>,
) => void;

/** `status: SERVING` and `status: NOT_SERVING`, encoded. */
const SERVING = Buffer.from([0x08, 0x01]);
const NOT_SERVING = Buffer.from([0x08, 0x02]);
/** The head of field 15, of 64 MiB. grpc.health.v1 has no such field, so that it may hold anything. */
const HUGE_FIELD = Buffer.from([0x7a, 0x80, 0x80, 0x80, 0x20]);
const HUGE_BYTES = 64 * 1024 * 1024;
/** No valid tag begins with these bytes. */
const JUNK = Buffer.alloc(16, 0xff);
/** Clears the screen, sets the window's title, rings the bell, forges a line and reverses the text's direction. */
const ESCAPES =
	"\u001b[2J\u001b[31m\u001b]0;owned\u0007red\r\nforged line\u001b[0m \u202etxt";

const CHECKS: Readonly<Record<Hostility, Check>> = {
	escapes: (_call, respond) =>
		respond({ code: status.INTERNAL, details: ESCAPES }, null),
	huge: (_call, respond) =>
		respond(
			null,
			Buffer.concat([SERVING, HUGE_FIELD, Buffer.alloc(HUGE_BYTES)]),
		),
	endless: (_call, respond) => respond(null, Buffer.concat([SERVING, JUNK])),
};

/** Registers a Check that attacks a client's terminal, memory or decoder. */
export function serveHostileCheck(server: Server, hostile: Hostility): void {
	const path = pathOf(Health.method.check);
	server.register(path, CHECKS[hostile], same, same, "unary");
}

/** Registers a Watch that sends endless updates as fast as the client reads them. */
export function serveEndlessWatch(server: Server): void {
	const path = pathOf(Health.method.watch);
	server.register(path, flood, same, same, "serverStream");
}

function flood(call: ServerWritableStream<Buffer, Buffer>): void {
	// Between bursts the event loop must run, so that cancellation and SIGTERM are seen.
	const burst = () => {
		if (call.cancelled) return;
		for (let sent = 0; sent < 64; sent++) {
			if (!call.write(sent % 2 === 0 ? SERVING : NOT_SERVING)) {
				call.once("drain", burst);
				return;
			}
		}
		setImmediate(burst);
	};
	burst();
}

function same(bytes: Buffer): Buffer {
	return bytes;
}
