import {
	type Server,
	type ServerUnaryCall,
	type ServerWritableStream,
	type sendUnaryData,
	status,
} from "@grpc/grpc-js";
import { Health } from "./gen/health/v1/health_pb.ts";
import { pathOf } from "./methods.ts";
import type { Settings } from "./settings.ts";

type Hostility = Exclude<Settings["health"]["hostile"], "">;
type Check = (
	call: ServerUnaryCall<Buffer, Buffer>,
	respond: sendUnaryData<Buffer>,
) => void;

/** `status: SERVING`, encoded. */
const SERVING = Buffer.from([0x08, 0x01]);
/** Field 15, length-delimited: unknown to grpc.health.v1, so that any amount may follow. */
const UNKNOWN_FIELD_64_MIB = Buffer.from([0x7a, 0x80, 0x80, 0x80, 0x20]);
const HUGE_BYTES = 64 * 1024 * 1024;
/** Clears the screen, sets the window's title, rings, and turns the text red. */
const ESCAPES = "\u001b[2J\u001b]0;owned\u0007\u001b[31mred\u001b[0m\r\n";

/** Registers a Health service that attacks its clients: their terminal, their memory or their patience. */
export function serveHostileHealth(server: Server, hostile: Hostility): void {
	const check = pathOf(Health.method.check);
	const watch = pathOf(Health.method.watch);
	server.register(check, CHECKS[hostile], same, same, "unary");
	server.register(watch, floodOf(hostile), same, same, "serverStream");
}

const CHECKS: Readonly<Record<Hostility, Check>> = {
	escapes: (_call, respond) =>
		respond({ code: status.INTERNAL, details: ESCAPES }, null),
	huge: (_call, respond) =>
		respond(
			null,
			Buffer.concat([SERVING, UNKNOWN_FIELD_64_MIB, Buffer.alloc(HUGE_BYTES)]),
		),
	endless: (_call, respond) =>
		respond(null, Buffer.concat([SERVING, Buffer.from([0xff, 0xff, 0xff])])),
};

function floodOf(hostile: Hostility) {
	return (call: ServerWritableStream<Buffer, Buffer>) => {
		if (hostile !== "endless") {
			call.emit("error", { code: status.INTERNAL, details: ESCAPES });
			return;
		}
		// A turn of the event loop between bursts lets cancellation and SIGTERM through.
		const flood = () => {
			if (call.cancelled) return;
			for (let sent = 0; sent < 64; sent++) {
				if (!call.write(SERVING)) {
					call.once("drain", flood);
					return;
				}
			}
			setImmediate(flood);
		};
		flood();
	};
}

function same(bytes: Buffer): Buffer {
	return bytes;
}
