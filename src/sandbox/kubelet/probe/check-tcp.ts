import type { Socket } from "node:net";
import { type CheckResult, failure } from "./check-result.ts";
import { within } from "./within.ts";

/** Opens a connection and closes it, as the kubelet's tcpSocket probe. */
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

/** Go's words for a failed dial. */
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
