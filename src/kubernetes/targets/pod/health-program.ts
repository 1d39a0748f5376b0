import type { HealthQuestion } from "../../pod.ts";
import { portNumber } from "../object-name.ts";

/** How much of a probe's command is looked at, in characters. */
const MAX_COMMAND_LENGTH = 2000;

/**
 * What `grpc_health_probe -addr=:50051 -service=NAME` asks, alone or through a shell; undefined for another command. Its flags are Go's:
 * one dash or two, the value after `=` or a space.
 */
export function healthProgramQuestion(
	command: readonly string[],
): HealthQuestion | undefined {
	const text = command.join(" ").slice(0, MAX_COMMAND_LENGTH);
	// Up to the shell's next command.
	const flags = /grpc[_-]health[_-]probe\b([^;|&\n]*)/.exec(text)?.[1] ?? "";
	const address = /\s--?addr[= ]\S*:(\d+)/.exec(flags)?.[1] ?? "";
	const port = portNumber(address);
	if (port === undefined) return undefined;
	const service = /\s--?service[= ]["']?([^\s"']+)/.exec(flags)?.[1] ?? "";
	return {
		port,
		// A variable has another value in the container.
		service: service.includes("$") ? undefined : service,
		transport: /\s--?(?:tls|spiffe)(?:=(?:1|t|true))?(?=["'\s]|$)/i.test(flags)
			? "tls"
			: "plaintext",
	};
}
