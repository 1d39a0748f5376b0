import { createFileRegistry } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { conclude } from "../../../../src/commands/call/conclude.ts";
import type { CallEnd } from "../../../../src/commands/call/facts.ts";
import type { RpcStatus } from "../../../../src/grpc/channel.ts";
import { channelStatus, serverStatus } from "../../../../src/grpc/status.ts";

const OK = serverStatus("0", "", undefined);

/**
 * Returns what a status leads to: the exit status or the error, whether the failure was printed, and whether the cached
 * schema was dropped.
 */
async function concluded(
	status: RpcStatus,
	{
		undecodable,
		...end
	}: Partial<CallEnd> & { readonly undecodable?: string } = {},
) {
	const seen = { told: "no", schema: "kept" };
	const known = {
		schema: {
			registry: createFileRegistry(),
			files: [],
			services: [],
			problems: [],
		},
		forget: async () => {
			seen.schema = "dropped";
		},
	};
	const ended: CallEnd = {
		kind: "end",
		status,
		trailers: [],
		sent: 1,
		received: 1,
		atMs: 1,
		reason: "status",
		fault: undefined,
		...end,
	};
	const exit = await conclude(
		{ known },
		{ end: ended, undecodable },
		async () => {
			seen.told = "yes";
		},
	).catch((error: Error) => error.message);
	return { exit, ...seen };
}

test.each<[string, RpcStatus, Parameters<typeof concluded>[1], object]>([
	["OK", OK, {}, { exit: 0, told: "no", schema: "kept" }],
	[
		"a failure",
		serverStatus("5", "", undefined),
		{},
		{ exit: 69, told: "yes", schema: "kept" },
	],
	[
		"a method that is not there, whatever was kept of the server",
		serverStatus("12", "", undefined),
		{},
		{ exit: 76, told: "yes", schema: "dropped" },
	],
	[
		"a response of another type than what was kept",
		OK,
		{ undecodable: "no a.B" },
		{
			exit: "a response cannot be read: no a.B",
			told: "no",
			schema: "dropped",
		},
	],
	[
		"a request that cannot be read",
		channelStatus("CANCELLED", ""),
		{ fault: new Error("-d:1:1") },
		{ exit: "-d:1:1", told: "no", schema: "kept" },
	],
	[
		"a limit",
		channelStatus("CANCELLED", ""),
		{ reason: "limit" },
		{ exit: 0, told: "no", schema: "kept" },
	],
	[
		"an interruption",
		channelStatus("CANCELLED", ""),
		{ reason: "interrupted" },
		{ exit: 130, told: "no", schema: "kept" },
	],
])("%s", async (_, status, end, expected) => {
	expect(await concluded(status, end)).toEqual(expected);
});
