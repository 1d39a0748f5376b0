import type { Socket } from "node:net";
import { type CheckResult, failure } from "./check-result.ts";
import { within } from "./within.ts";

/** Opens and closes a connection, as the kubelet's tcpSocket probe does. */
export async function checkTcp(options: {
	readonly address: string;
	readonly dial: () => Promise<Socket>;
	readonly timeoutMs: number;
}): Promise<CheckResult> {
	const { address, dial, timeoutMs } = options;
	const outcome = await within(timeoutMs, async () => {
		const socket = await dial();
		socket.destroy();
	});
	if (outcome.kind === "done") return { result: "success" };
	return failure(dialFailure(address, outcome));
}

/** Returns Go's message for a failed connection. */
export function dialFailure(
	address: string,
	outcome:
		| { readonly kind: "failed"; readonly error: Error }
		| { readonly kind: "timeout" },
): string {
	const cause =
		outcome.kind === "timeout" ? "i/o timeout" : outcome.error.message;
	return `dial tcp ${address}: ${cause}`;
}
