import { setImmediate as turn } from "node:timers/promises";

/** Calls `look` in every turn of the event loop until `work` has ended, and rejects as that does. */
export async function lookWhile(
	work: Promise<unknown>,
	look: () => void,
): Promise<void> {
	let state: "working" | "over" = "working";
	const over = work.finally(() => {
		state = "over";
	});
	while (state === "working") {
		look();
		await turn();
	}
	await over;
}
