import type { StatusReport } from "./status-report.ts";

/** What to try for a status whose cause is known, by what was seen; nothing where it is the service's own business. */
export function hintsFor(
	{ name, message, source }: StatusReport,
	transportMaxBytes: number,
): readonly string[] {
	if (source === "channel" && message.includes("the answer is not gRPC"))
		return [
			"something on the way answered in place of the server: a proxy, an ingress, or a web server on this port",
		];
	switch (name) {
		case "UNIMPLEMENTED":
			return source === "server"
				? [
						"the server's schema has the method, its code does not; kubectl grpc diff shows whether all pods serve the same",
					]
				: [];
		case "RESOURCE_EXHAUSTED":
			return /larger|size|exceed/i.test(message)
				? [
						`a message was over a limit; here it is --max-msg-size=${transportMaxBytes}`,
					]
				: [];
		case "DEADLINE_EXCEEDED":
			return ["--max-time gives it longer"];
		case "UNAUTHENTICATED":
			return ["credentials go with -H 'authorization: Bearer …'"];
		case "UNAVAILABLE":
			return source === "channel"
				? ["kubectl grpc health tells what is wrong with the pod"]
				: [];
		default:
			return [];
	}
}
