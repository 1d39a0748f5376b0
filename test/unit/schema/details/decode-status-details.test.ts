import {
	create,
	createRegistry,
	type DescMessage,
	type MessageInitShape,
	toBinary,
} from "@bufbuild/protobuf";
import { type Any, anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { decodeStatusDetails } from "../../../../src/schema/details/decode-status-details.ts";
import {
	BadRequestSchema,
	DebugInfoSchema,
	ErrorInfoSchema,
	HelpSchema,
	LocalizedMessageSchema,
	PreconditionFailureSchema,
	QuotaFailureSchema,
	RequestInfoSchema,
	ResourceInfoSchema,
	RetryInfoSchema,
} from "../../../../src/schema/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../../../src/schema/gen/google/rpc/status_pb.ts";
import { LEGACY, registry } from "../everything.ts";

function packed<Desc extends DescMessage>(
	desc: Desc,
	init: MessageInitShape<Desc>,
): Any {
	return anyPack(desc, create(desc, init));
}

function detailsOf(...details: Any[]) {
	const status = create(StatusSchema, { code: 3, message: "no", details });
	const decoded = decodeStatusDetails(toBinary(StatusSchema, status), registry);
	if (decoded.kind !== "status") throw new Error(decoded.reason);
	expect(decoded).toMatchObject({ code: 3, message: "no" });
	return decoded.details;
}

describe("the messages of google/rpc/error_details.proto", () => {
	const subject = { subject: "s", description: "d" };
	it.each([
		[
			packed(BadRequestSchema, {
				fieldViolations: [{ field: "a.b", description: "d", reason: "R" }],
			}),
			{
				kind: "bad-request",
				violations: [{ field: "a.b", description: "d", reason: "R" }],
			},
		],
		[
			packed(RetryInfoSchema, {
				retryDelay: { seconds: 2n, nanos: 500_000_000 },
			}),
			{ kind: "retry-info", delayMs: 2500 },
		],
		[packed(RetryInfoSchema, {}), { kind: "retry-info", delayMs: undefined }],
		[
			packed(DebugInfoSchema, { stackEntries: ["f"], detail: "d" }),
			{ kind: "debug-info", stack: ["f"], detail: "d" },
		],
		[
			packed(ErrorInfoSchema, {
				reason: "R",
				domain: "x",
				metadata: { k: "v" },
			}),
			{ kind: "error-info", reason: "R", domain: "x", metadata: { k: "v" } },
		],
		[
			packed(QuotaFailureSchema, { violations: [subject] }),
			{ kind: "quota-failure", violations: [subject] },
		],
		[
			packed(PreconditionFailureSchema, {
				violations: [{ type: "T", ...subject }],
			}),
			{ kind: "precondition-failure", violations: [{ type: "T", ...subject }] },
		],
		[
			packed(ResourceInfoSchema, {
				resourceType: "t",
				resourceName: "n",
				owner: "o",
				description: "d",
			}),
			{
				kind: "resource-info",
				type: "t",
				name: "n",
				owner: "o",
				description: "d",
			},
		],
		[
			packed(HelpSchema, {
				links: [{ description: "d", url: "https://x.test" }],
			}),
			{ kind: "help", links: [{ description: "d", url: "https://x.test" }] },
		],
		[
			packed(LocalizedMessageSchema, { locale: "de", message: "m" }),
			{ kind: "localized-message", locale: "de", message: "m" },
		],
		[
			packed(RequestInfoSchema, { requestId: "r", servingData: "s" }),
			{ kind: "request-info", requestId: "r", servingData: "s" },
		],
	])("are known without the server's schema: $typeUrl", (any, expected) => {
		const [detail] = detailsOf(any);
		expect(detail).toMatchObject(expected);
		expect(detail).toMatchObject({
			typeUrl: any.typeUrl,
			json: { "@type": any.typeUrl },
		});
	});
});

describe("other details", () => {
	it("are known by the server's schema", () => {
		const any = packed(LEGACY, { id: "x" });
		expect(detailsOf(any)).toEqual([
			{
				kind: "message",
				typeName: "everything.v1.Legacy",
				typeUrl: "type.googleapis.com/everything.v1.Legacy",
				json: { "@type": "type.googleapis.com/everything.v1.Legacy", id: "x" },
			},
		]);
	});

	it("are kept as bytes when nobody knows them, or they are not what they say", () => {
		const value = Uint8Array.of(8, 1);
		const [unknown, wrong] = detailsOf(
			{ $typeName: "google.protobuf.Any", typeUrl: "x/constructor", value },
			{ $typeName: "google.protobuf.Any", typeUrl: "x/google.rpc.Help", value },
		);
		expect(unknown).toMatchObject({
			kind: "unknown",
			base64: "CAE=",
			json: { "@value": "CAE=" },
		});
		expect(wrong).toMatchObject({
			kind: "unknown",
			base64: "CAE=",
			json: { "@error": expect.stringContaining("no google.rpc.Help") },
		});
	});

	it("are no google.rpc.Status at all", () => {
		expect(decodeStatusDetails(Uint8Array.of(8), createRegistry())).toEqual({
			kind: "undecodable",
			reason: "in the field code, at byte 1 of 1: it breaks off",
			base64: "CA==",
		});
	});
});
