import { fromBinary } from "@bufbuild/protobuf";
import { HealthListResponseSchema } from "../grpc-services/gen/grpc/health/v1/health_pb.ts";

/** Returns the numbers of the statuses in a HealthListResponse, by service name. @throws Error for bytes that are no message */
export function decodeHealthList(
	message: Uint8Array,
): ReadonlyMap<string, number> {
	const { statuses } = fromBinary(HealthListResponseSchema, message);
	return new Map(
		Object.entries(statuses).map(([name, { status }]) => [name, status]),
	);
}
