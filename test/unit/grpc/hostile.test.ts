import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { createFrameReader } from "../../../src/grpc/frame-reader.ts";
import { tcpServer } from "../tcp-server.ts";
import { frame, RESPONSE, SETTINGS } from "./frames.ts";
import { channelTo } from "./servers.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A frame of any type and flags, on a stream that may exist, with any payload. */
const anyFrame = fc
	.record({
		type: fc.nat(12),
		flags: fc.nat(255),
		streamId: fc.constantFrom(0, 1, 1, 1, 2, 3, 2 ** 31 - 1),
		payload: fc.uint8Array({ maxLength: 40 }),
	})
	.map(({ type, flags, streamId, payload }) =>
		frame(type, flags, streamId, payload),
	);

it("whatever frames a server sends, a call gets a status and the channel an end", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(anyFrame, { minLength: 1, maxLength: 8 }),
			fc.boolean(),
			async (frames, answers) => {
				const port = await tcpServer((socket) => {
					socket.write(SETTINGS);
					const reader = createFrameReader({
						direction: "sent",
						onFrame({ type }) {
							if (type !== "HEADERS") return;
							const response = answers ? [RESPONSE] : [];
							socket.write(Buffer.concat([...response, ...frames]));
						},
					});
					socket.on("data", reader);
				});
				const channel = await channelTo(port);
				const { status } = await channel.unary("/a.B/C", Buffer.alloc(1), {
					deadlineMs: 100,
				});
				expect(status.name).toMatch(/^[A-Z_]+$/);
				channel.close();
				await channel.closed;
			},
		),
		{ numRuns: 60 },
	);
});
