import { describe, expect, test } from "vitest";
import { NOT_KNOWN, type Served } from "../../../../src/commands/call/facts.ts";
import {
	type Circumstances,
	hintsFor,
} from "../../../../src/commands/call/hints.ts";
import type { StatusReport } from "../../../../src/commands/call/status-report.ts";
import type { RpcStatus } from "../../../../src/grpc/channel.ts";
import { endStatus } from "../../../../src/grpc/channel-end.ts";
import { noMessage } from "../../../../src/grpc/no-message.ts";
import { withoutTrailers } from "../../../../src/grpc/no-trailers.ts";
import { nonGrpcStatus } from "../../../../src/grpc/non-grpc-answer.ts";
import {
	channelStatus,
	RESET_AFTER_GOAWAY,
	type StatusName,
	serverStatus,
	statusCode,
} from "../../../../src/grpc/status.ts";
import { unaskedEncoding } from "../../../../src/grpc/unasked-encoding.ts";

const PLAIN: Circumstances = {
	maxReceiveBytes: 100,
	deadlineMs: undefined,
	callMs: 0,
	keepaliveTimeMs: undefined,
	credentials: "none",
	compress: undefined,
	served: NOT_KNOWN,
};

const hints = (
	status: RpcStatus,
	circumstances: Partial<Circumstances> = {},
) => {
	const { code, name, message, source } = status;
	const report: StatusReport = { code, name, message, source, details: [] };
	return hintsFor(report, { ...PLAIN, ...circumstances }).join("\n");
};
const server = (name: StatusName, message = "") =>
	serverStatus(String(statusCode(name)), message, undefined);

describe("of an answer that is no gRPC", () => {
	const page = (httpStatus: number) =>
		nonGrpcStatus(
			{ httpStatus, contentType: "text/html", location: "" },
			"<p>",
		);

	test.each([
		[200, /a proxy, an ingress, or a web server/],
		[502, /cannot reach the server/],
		[401, /-H 'authorization/],
		[403, /-H 'authorization/],
	])("with HTTP status %d", (httpStatus, says) => {
		expect(hints(page(httpStatus))).toMatch(says);
		expect(hints(page(httpStatus))).toContain("instead of the server");
	});

	test.each([
		["that an ingress redirects", 308, /^something on the way redirects/],
		[
			"of tower-http's TimeoutLayer",
			408,
			/^the call took longer than a time-out before its code/,
		],
		["over nginx's client_max_body_size", 413, /^the request is over a limit/],
		["of a rate limit", 429, /^something on the way limits how many/],
		["of grpc-java, over its limit of metadata", 431, /^the metadata is over/],
	])("%s", (_what, httpStatus, says) => {
		expect(hints(page(httpStatus))).toMatch(says);
		expect(hints(page(httpStatus))).not.toMatch(/in place of|behind it/);
	});

	test("with HTTP status 500, which is Vert.x's for a method that it does not have", () => {
		expect(hints(page(500))).toMatch(/Vert\.x .* does not have/);
		expect(hints(page(500))).not.toMatch(/in place of/);
		expect(hints(page(500))).toMatch(/httpd .* HTTP\/1 to the server behind/);
	});

	test("that is gRPC-Web, whoever gives it", () => {
		const status = nonGrpcStatus(
			{
				httpStatus: 200,
				contentType: "application/grpc-web+proto",
				location: "",
			},
			"",
		);
		expect(hints(status)).toMatch(
			/^a server or a proxy here speaks gRPC-Web, /,
		);
		expect(hints(status)).not.toContain("in place of");
	});

	test.each([
		[404, '{"code":5, "message":"Not Found", "details":[]}'],
		[501, '{"code":12,"message":"Method Not Allowed","details":[]}'],
	])("of grpc-gateway with HTTP status %d", (httpStatus, body) => {
		const json = { httpStatus, contentType: "application/json", location: "" };
		expect(hints(nonGrpcStatus(json, body))).toMatch(
			/^grpc-gateway answers so/,
		);
		expect(hints(nonGrpcStatus(json, body))).not.toContain("Pekko");
	});

	test("with HTTP status 404, which may be the server's own", () => {
		expect(hints(page(404))).toMatch(/a Connect server that does not have/);
		expect(hints(page(404))).toMatch(/, or one of Pekko, poem or Helidon,/);
		expect(hints(page(404))).toMatch(/no route for \/PACKAGE\.SERVICE\/METHOD/);
	});
});

describe("of a message over a limit", () => {
	test("here, with the flag", () => {
		const status = channelStatus(
			"RESOURCE_EXHAUSTED",
			"Received message larger than max (200 vs 100)",
		);
		expect(hints(status)).toMatch(/--max-msg-size .* 100 bytes/);
	});

	test("of the server, which no flag changes", () => {
		const message =
			"grpc: received message larger than max (5242880 vs. 4194304)";
		expect(hints(server("RESOURCE_EXHAUSTED", message))).toMatch(
			/the server's limit/,
		);
	});

	test("of tonic, in its words", () => {
		const message =
			"Error, decoded message length too large: found 6000005 bytes, the limit is: 4194304 bytes";
		expect(hints(server("OUT_OF_RANGE", message))).toMatch(
			/the server's limit/,
		);
		expect(hints(server("OUT_OF_RANGE", "past the end"))).toBe("");
	});

	test("of grpc-java, and of Spring, Quarkus and Micronaut with it", () => {
		const message = "gRPC message exceeds maximum size 4194304: 5000005";
		expect(hints(server("RESOURCE_EXHAUSTED", message))).toMatch(
			/the server's limit/,
		);
	});

	test.each([
		["grpc-go", "trying to send message larger than max (306 vs. 100)"],
		["gRPC's core", "SERVER: Sent message larger than max (306 vs. 100)"],
		["grpc-js", "Sent message larger than max (306 vs. 100)"],
		["connect-go", "message size 306 exceeds sendMaxBytes 100"],
		[
			"tonic",
			"Error, encoded message length too large: found 306 bytes, the limit is: 100 bytes",
		],
	])("for what a server of %s sends", (_library, message) => {
		for (const name of ["RESOURCE_EXHAUSTED", "OUT_OF_RANGE"] as const)
			expect(hints(server(name, message))).toMatch(
				/^what the server would send is over its own limit/,
			);
	});

	test("not of a quota", () => {
		expect(hints(server("RESOURCE_EXHAUSTED", "quota exceeded"))).toBe("");
	});
});

describe("of a deadline", () => {
	test("that was given", () => {
		const status = channelStatus("DEADLINE_EXCEEDED", "no answer");
		expect(hints(status, { deadlineMs: 5 })).toBe("--max-time gives it longer");
	});

	test.each([
		["before it, as go-zero's Timeout", 2_010, /^--max-time was not over/],
		["at it", 3_999, /^--max-time gives it longer$/],
	])("of the server, %s", (_when, callMs, says) => {
		const status = server("DEADLINE_EXCEEDED", "context deadline exceeded");
		expect(hints(status, { deadlineMs: 4_000, callMs })).toMatch(says);
	});

	test("that was not", () => {
		expect(hints(server("DEADLINE_EXCEEDED"))).toMatch(
			/^no --max-time was given/,
		);
	});
});

describe("of credentials", () => {
	test.each(["UNAUTHENTICATED", "PERMISSION_DENIED"] as const)(
		"%s without any",
		(name) => {
			expect(hints(server(name))).toMatch(/-H 'authorization: Bearer …'/);
		},
	);

	test("that were sent", () => {
		const sent = { credentials: "sent" } as const;
		expect(hints(server("UNAUTHENTICATED"), sent)).toMatch(/are not taken/);
		expect(hints(server("PERMISSION_DENIED"), sent)).toBe("");
	});
});

test("of a method that is not implemented, what the server has instead", () => {
	const hint = ["did you mean a.B?"];
	const instead = { kind: "something-else", hint } as const;
	const described = { kind: "the-method" } as const;
	const told = (served: Served) =>
		hints(server("UNIMPLEMENTED", "unknown method"), { served });
	expect(told(instead)).toBe(hint[0]);
	expect(told(described)).toMatch(/^the server's schema has the method/);
	expect(told(NOT_KNOWN)).toMatch(/^kubectl grpc list shows/);
	expect(told(NOT_KNOWN)).not.toMatch(/route/);
});

test("of a method that Envoy may have no route for, of which it says nothing", () => {
	expect(hints(server("UNIMPLEMENTED"))).toMatch(
		/a proxy without a route for the call, or for this --authority/,
	);
});

test.each([
	// The messages of poem, of tonic and of grpc-go.
	"unsupported encoding",
	"Content is compressed with `gzip` which isn't supported",
	'grpc: Decompressor is not installed for grpc-encoding "gzip"',
])("of a compressed message that the server does not take: %s", (message) => {
	const status = server("UNIMPLEMENTED", message);
	const served = { kind: "the-method" } as const;
	expect(hints(status, { served, compress: "gzip" })).toBe(
		"the server does not take compressed messages: leave out --compress",
	);
	expect(hints(status, { served, compress: "identity" })).toMatch(/schema/);
});

test("of a method that is about encodings, and not there", () => {
	const message = "unknown method SetEncoding for service a.B";
	const status = server("UNIMPLEMENTED", message);
	expect(hints(status, { compress: "gzip" })).not.toMatch(/--compress/);
});

test("of a pod that is not reached", () => {
	expect(hints(channelStatus("UNAVAILABLE", "connection lost"))).toMatch(
		/kubectl grpc health/,
	);
	const calm = endStatus({
		kind: "goaway",
		code: 11,
		lastStreamId: 1,
		debug: "too_many_pings",
	});
	expect(hints(calm, { keepaliveTimeMs: 1_000 })).toMatch(/--keepalive-time/);
	expect(hints(calm)).toMatch(/kubectl grpc health/);
	const envoy = "upstream connect error or disconnect/reset before headers";
	expect(hints(server("UNAVAILABLE", envoy))).toMatch(/a proxy on the way/);
	expect(hints(server("UNAVAILABLE", "come back later"))).toBe("");
});

test.each([
	[
		"of connect-go",
		"INTERNAL",
		"Received RST_STREAM with code 2 (Internal server error)",
	],
	["of tonic", "CANCELLED", "the server reset the stream with CANCEL"],
] as const)("of a reset at a panic or a time-out %s", (_of, name, message) => {
	expect(hints(channelStatus(name, message))).toMatch(
		/as at a panic, .* WriteTimeout/,
	);
	expect(hints(server(name, message))).toBe("");
});

test("of a time-out of tonic's server, which is no cancellation by anybody", () => {
	const status = server("CANCELLED", "Timeout expired");
	expect(hints(status)).toMatch(/^a time-out of the server, .*Server::timeout/);
	expect(hints(server("CANCELLED", "by the user"))).toBe("");
	// The message of .NET's client for SQL Server.
	const ofDatabase =
		"Timeout expired. The timeout period elapsed prior to completion of the operation";
	expect(hints(server("INTERNAL", ofDatabase))).toBe("");
});

test("of header fields that grpc-go does not send, which ends alike", () => {
	const reset = "Received RST_STREAM with code 2 (Internal server error)";
	expect(hints(channelStatus("INTERNAL", reset))).toMatch(
		/grpc-go also .* 256 KiB of metadata/,
	);
	const cancel = "the server reset the stream with CANCEL";
	expect(hints(channelStatus("CANCELLED", cancel))).not.toMatch(/grpc-go/);
});

test("of a compression that was not offered, whose setting that is", () => {
	expect(hints(unaskedEncoding("zstd"))).toMatch(/grpc-accept-encoding/);
	expect(hints(channelStatus("INTERNAL", "zstd"))).toBe("");
});

test.each([
	[
		"grpc-go",
		endStatus({ kind: "goaway", code: 0, lastStreamId: 1, debug: "max_age" }),
	],
	["gRPC's core", server("UNAVAILABLE", "max connection age")],
	["gRPC's core 1.51", server("UNAVAILABLE", "enter idle")],
])("of a connection that is too old for %s", (_of, status) => {
	expect(hints(status)).toMatch(/^the server closes .* MaxConnectionAgeGrace/);
});

test.each([
	["grpc-java's shutdownNow", channelStatus("CANCELLED", RESET_AFTER_GOAWAY)],
	[
		"Quarkus",
		endStatus({
			kind: "goaway",
			code: 0,
			lastStreamId: 3,
			debug: "app_requested",
		}),
	],
	["gRPC's core", server("UNAVAILABLE", "Cancelling all calls")],
])("of a server that stops and waits no longer, as %s does", (_of, status) => {
	expect(hints(status)).toMatch(/^the server closes .* as one that stops does/);
	expect(hints(status)).not.toMatch(/panic|kubectl grpc health/);
});

test.each(["No free threads in thread pool", "Concurrent RPC limit exceeded!"])(
	"of a server whose threads are all taken: %s",
	(message) => {
		expect(hints(server("RESOURCE_EXHAUSTED", message))).toMatch(
			/pool_size .* maximum_concurrent_rpcs/,
		);
	},
);

test("none of header fields that are too long, which health would not meet", () => {
	const said =
		"the server sent header fields that cannot be read: one is longer than 64 KiB, or they are broken";
	expect(hints(channelStatus("UNAVAILABLE", said))).toBe("");
});

test("of a page in the place of a message", () => {
	const status = noMessage(Buffer.from("<html>"));
	expect(hints(status)).toMatch(/httpd .*ProxyTimeout/);
});

test("of a status in the headers alone", () => {
	const said = { "grpc-status": "9", "grpc-message": "not yet" };
	expect(hints(withoutTrailers(said))).toMatch(/Tomcat/);
	expect(hints(withoutTrailers({}))).toBe("");
});

test("none where it is the service's own business", () => {
	expect(hints(server("NOT_FOUND", "no user"))).toBe("");
});
