import type { HealthQuestion } from "../../pod.ts";
import { portNumber } from "../port-number.ts";

/** Maximum characters of a probe's command that are searched. */
const MAX_COMMAND_LENGTH = 2000;

/**
 * Returns what `grpc_health_probe -addr=:50051 -service=NAME` asks, alone or in a shell command; undefined for another command. The
 * flags are Go's: one dash or two, the value after `=` or a space.
 */
export function healthProgramQuestion(
	command: readonly string[],
): HealthQuestion | undefined {
	const text = command.join(" ").slice(0, MAX_COMMAND_LENGTH);
	// Each match ends at the shell's next command. A match without an address, such as a test that the program exists, is skipped.
	for (const [, flags = ""] of text
		.replaceAll("\\\n", " ")
		.matchAll(/grpc[_-]health[_-]probe\b([^;|&\n]*)/g)) {
		const port = portNumber(/\s--?addr[= ]\S*:(\d+)/.exec(flags)?.[1] ?? "");
		if (port !== undefined) return { port, ...questionIn(flags) };
	}
	return undefined;
}

function questionIn(flags: string): Omit<HealthQuestion, "port"> {
	const service = /\s--?service[= ]["']?([^\s"']+)/.exec(flags)?.[1] ?? "";
	return {
		// A variable may have another value in the container.
		service: service.includes("$") ? undefined : service,
		transport: /\s--?(?:tls|spiffe)(?:=(?:1|t|true))?(?=["'\s]|$)/i.test(flags)
			? "tls"
			: "plaintext",
	};
}
