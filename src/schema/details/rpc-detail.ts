import { fromBinary } from "@bufbuild/protobuf";
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
} from "../gen/google/rpc/error_details_pb.ts";
import type { DetailFacts } from "./status-details.ts";

const READERS = new Map<string, (bytes: Uint8Array) => DetailFacts>(
	Object.entries({
		[BadRequestSchema.typeName]: (bytes) => ({
			kind: "bad-request",
			violations: fromBinary(BadRequestSchema, bytes).fieldViolations.map(
				({ field, description, reason }) => ({ field, description, reason }),
			),
		}),
		[RetryInfoSchema.typeName]: (bytes) => {
			const { retryDelay } = fromBinary(RetryInfoSchema, bytes);
			return {
				kind: "retry-info",
				delayMs:
					retryDelay &&
					Number(retryDelay.seconds) * 1000 + retryDelay.nanos / 1e6,
			};
		},
		[DebugInfoSchema.typeName]: (bytes) => {
			const { stackEntries, detail } = fromBinary(DebugInfoSchema, bytes);
			return { kind: "debug-info", stack: stackEntries, detail };
		},
		[ErrorInfoSchema.typeName]: (bytes) => {
			const { reason, domain, metadata } = fromBinary(ErrorInfoSchema, bytes);
			return { kind: "error-info", reason, domain, metadata };
		},
		[QuotaFailureSchema.typeName]: (bytes) => ({
			kind: "quota-failure",
			violations: fromBinary(QuotaFailureSchema, bytes).violations.map(
				({ subject, description }) => ({ subject, description }),
			),
		}),
		[PreconditionFailureSchema.typeName]: (bytes) => ({
			kind: "precondition-failure",
			violations: fromBinary(PreconditionFailureSchema, bytes).violations.map(
				({ type, subject, description }) => ({ type, subject, description }),
			),
		}),
		[ResourceInfoSchema.typeName]: (bytes) => {
			const info = fromBinary(ResourceInfoSchema, bytes);
			return {
				kind: "resource-info",
				type: info.resourceType,
				name: info.resourceName,
				owner: info.owner,
				description: info.description,
			};
		},
		[HelpSchema.typeName]: (bytes) => ({
			kind: "help",
			links: fromBinary(HelpSchema, bytes).links.map(
				({ description, url }) => ({
					description,
					url,
				}),
			),
		}),
		[LocalizedMessageSchema.typeName]: (bytes) => {
			const { locale, message } = fromBinary(LocalizedMessageSchema, bytes);
			return { kind: "localized-message", locale, message };
		},
		[RequestInfoSchema.typeName]: (bytes) => {
			const { requestId, servingData } = fromBinary(RequestInfoSchema, bytes);
			return { kind: "request-info", requestId, servingData };
		},
	}),
);

/** Returns what a message of google/rpc/error_details.proto says; undefined for another type. The bytes must be valid for the type. */
export function rpcDetail(
	typeName: string,
	bytes: Uint8Array,
): DetailFacts | undefined {
	return READERS.get(typeName)?.(bytes);
}
