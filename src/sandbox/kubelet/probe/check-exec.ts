import { setTimeout as wait } from "node:timers/promises";
import type { CheckTarget } from "./check.ts";
import { checkGrpc } from "./check-grpc.ts";
import { type CheckResult, failure } from "./check-result.ts";

/**
 * Runs a command of an exec probe or hook. A sandbox container has only `true`, `false`, `sleep` and grpc_health_probe, directly or
 * through `sh -c`. Any other command is not found.
 */
export async function checkExec(
	command: readonly string[],
	target: CheckTarget,
	timeoutMs: number,
): Promise<CheckResult> {
	const [program = "", ...args] = unwrapped(command);
	switch (program.replace(/^.*\//, "")) {
		case "true":
			return { result: "success" };
		case "false":
			return failure("");
		case "sleep":
			await wait(Math.min(Number.parseFloat(args[0] ?? "0") * 1000, timeoutMs));
			return { result: "success" };
		case "grpc_health_probe":
			return healthProbe(args, target, timeoutMs);
		default:
			return failure(
				`OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`,
			);
	}
}

function unwrapped(command: readonly string[]): readonly string[] {
	const [shell = "", flag, script = ""] = command;
	return /(^|\/)(ba|da|a)?sh$/.test(shell) && flag === "-c"
		? script.trim().split(/\s+/)
		: command;
}

function healthProbe(
	args: readonly string[],
	target: CheckTarget,
	timeoutMs: number,
): Promise<CheckResult> {
	const flag = (name: string) =>
		args
			.map((arg) => new RegExp(`^--?${name}=(.*)$`).exec(arg)?.[1])
			.find((value) => value !== undefined);
	const address = flag("addr") ?? "";
	const port = Number(address.slice(address.lastIndexOf(":") + 1));
	return checkGrpc({
		address,
		service: flag("service") ?? "",
		dial: () => target.dialLocalhost(port),
		timeoutMs,
	});
}
