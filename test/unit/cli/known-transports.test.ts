import { expect, test } from "vitest";
import { knownTransports } from "../../../src/cli/known-transports.ts";
import type { Channel } from "../../../src/grpc/channel.ts";
import type {
	TransportChoice,
	TransportFact,
} from "../../../src/grpc/transport.ts";

const AUTO = { kind: "auto", tls: { verify: "report" } } as const;

/**
 * Opens connections to these servers in turn, each of which speaks this transport. Returns the choice that each was opened
 * with.
 */
async function begun(
	choice: TransportChoice,
	connections: readonly (readonly [string, TransportFact["kind"]])[],
	limit?: number,
): Promise<readonly TransportChoice[]> {
	const choices: TransportChoice[] = [];
	const openKnown = knownTransports(choice, limit);
	for (const [server, kind] of connections)
		await openKnown(server, async (one) => {
			choices.push(one);
			return { transport: { kind } } as Channel;
		});
	return choices;
}

test("each server is opened with the transport that it was found to speak", async () => {
	expect(
		await begun(AUTO, [
			["a", "tls"],
			["b", "plaintext"],
			["a", "plaintext"],
			["a", "plaintext"],
			["b", "plaintext"],
		]),
	).toEqual([
		AUTO,
		AUTO,
		{ ...AUTO, first: "tls" },
		{ ...AUTO, first: "plaintext" },
		{ ...AUTO, first: "plaintext" },
	]);
});

test("of more servers than it keeps, the least recently connected is forgotten", async () => {
	const connections = ["a", "b", "a", "c", "a", "b"].map(
		(server) => [server, "tls"] as const,
	);
	const first = { ...AUTO, first: "tls" };
	expect(await begun(AUTO, connections, 2)).toEqual([
		AUTO,
		AUTO,
		first,
		AUTO,
		first,
		AUTO,
	]);
});

test("a connection that fails leaves what is known", async () => {
	const openKnown = knownTransports(AUTO);
	await openKnown("a", async () => ({ transport: { kind: "tls" } }) as Channel);
	const failing = openKnown("a", () => Promise.reject(new Error("lost")));
	await expect(failing).rejects.toThrow("lost");
	await openKnown("a", async (choice) => {
		expect(choice).toEqual({ ...AUTO, first: "tls" });
		return { transport: { kind: "tls" } } as Channel;
	});
	expect.assertions(2);
});

test("a transport that the flags name is always used", async () => {
	const tls = { kind: "tls", tls: { verify: "report" } } as const;
	expect(
		await begun(tls, [
			["a", "tls"],
			["a", "tls"],
		]),
	).toEqual([tls, tls]);
});
