import type { JsonValue, Registry } from "@bufbuild/protobuf";
import type { RpcStatus } from "../../grpc/channel.ts";
import type { StatusDetail } from "../../schema/details/status-details.ts";

/** How a call ended, and what the server says about it. */
export type StatusReport = {
	readonly code: number;
	readonly name: string;
	readonly message: string;
	/** `channel`: the status was made up here, because no trailers came. */
	readonly source: "server" | "channel";
	/** Messages of `grpc-status-details-bin`, as JSON with `@type`. */
	readonly details: readonly JsonValue[];
};

/** A status and its decoded details. */
export type DecodedStatus = {
	readonly report: StatusReport;
	readonly details: readonly StatusDetail[];
};

/** Decodes the details of a status. It never throws: details that cannot be read become `@error` and their bytes. */
export async function decodeStatus(
	status: RpcStatus,
	registry: Registry,
): Promise<DecodedStatus> {
	const { code, name, message, source } = status;
	const plain = { code, name, message, source };
	if (status.details === undefined)
		return { report: { ...plain, details: [] }, details: [] };
	const { decodeStatusDetails } = await import(
		"../../schema/details/decode-status-details.ts"
	);
	const decoded = decodeStatusDetails(status.details, registry);
	if (decoded.kind === "undecodable") {
		const lost = { "@error": decoded.reason, "@value": decoded.base64 };
		return { report: { ...plain, details: [lost] }, details: [] };
	}
	const { details } = decoded;
	return {
		report: { ...plain, details: details.map(({ json }) => json) },
		details,
	};
}

/** Returns the exit status of a call: 0, or 64 plus the code, as grpcurl does. */
export function callExitStatus({ code }: Pick<StatusReport, "code">): number {
	return code === 0 ? 0 : 64 + code;
}
