// The hand-written code must read and write the same as the generated code.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
	decodeServingStatus,
	encodeCheckRequest,
} from "../../../src/grpc/health-message.ts";
import {
	HealthCheckRequestSchema,
	HealthCheckResponseSchema,
} from "../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";

test("a request is what protobuf-es writes", () => {
	const name = fc.oneof(
		fc.string(),
		fc.string({ minLength: 100, maxLength: 400 }),
	);
	fc.assert(
		fc.property(name, (service) => {
			const message = create(HealthCheckRequestSchema, { service });
			expect([...encodeCheckRequest(service)]).toEqual([
				...toBinary(HealthCheckRequestSchema, message),
			]);
		}),
	);
});

/** A field that the message does not have, of each wire type that proto3 writes. */
const unknownField = fc.constantFrom(
	[0x10, 0x96, 0x01],
	[0x19, 1, 2, 3, 4, 5, 6, 7, 8],
	[0x22, 3, 0x08, 0x02, 0x08],
	[0x2d, 1, 2, 3, 4],
);

test("a response is what protobuf-es reads, with fields that it does not know", () => {
	const part = fc.oneof(
		unknownField,
		fc
			.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
			.map((status) => [
				...new BinaryWriter().tag(1, WireType.Varint).int32(status).finish(),
			]),
	);
	fc.assert(
		fc.property(fc.array(part), (parts) => {
			const bytes = Uint8Array.from(parts.flat());
			expect(decodeServingStatus(bytes)).toBe(
				fromBinary(HealthCheckResponseSchema, bytes).status,
			);
		}),
	);
});

test("any bytes are a number or a RangeError", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
			try {
				expect(Number.isInteger(decodeServingStatus(bytes))).toBe(true);
			} catch (error) {
				expect(error).toBeInstanceOf(RangeError);
			}
		}),
	);
});

test.each([
	["a tag cut short", [0x80]],
	["a value cut short", [0x08, 0x80]],
	["no value", [0x08]],
	["a length beyond the end", [0x12, 0x05, 1]],
	["a length of four thousand million", [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
	["a fixed number cut short", [0x1d, 1, 2]],
	["a varint without end", [0x08, ...new Array<number>(11).fill(0xff)]],
	["a field without a number", [0x00, 0x01]],
	["a group", [0x13, 0x14]],
])("%s is no message", (_what, bytes) => {
	expect(() => decodeServingStatus(Uint8Array.from(bytes))).toThrow(RangeError);
});
