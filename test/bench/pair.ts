// A row of the page: what was measured, and the pairs of runs.
import { fileURLToPath } from "node:url";
import { median, runOnce } from "./process.ts";

export const PAIRS = 5;

const BY_HAND = fileURLToPath(new URL("by-hand.sh", import.meta.url));

/** Returns the command line that runs `command` over a port-forward to a pod. ADDRESS in it stands for the forwarded address. */
export function byHand(
	namespace: string,
	pod: string,
	command: readonly string[],
): readonly string[] {
	return [BY_HAND, namespace, pod, ...command];
}

export type Row = {
	readonly what: string;
	readonly measured: string;
	readonly mark: string;
};

/** Runs theirs and ours in turn. The row says how many times as fast ours is. */
export async function pairRow(
	what: string,
	theirs: readonly string[],
	ours: readonly string[],
	mark: string,
	count = PAIRS,
): Promise<Row> {
	await runOnce(theirs);
	await runOnce(ours);
	const pairs: { readonly theirMs: number; readonly ourMs: number }[] = [];
	for (let pair = 0; pair < count; pair++) {
		const { wallMs: theirMs } = await runOnce(theirs);
		const { wallMs: ourMs } = await runOnce(ours);
		pairs.push({ theirMs, ourMs });
	}
	const ratio = median(pairs.map(({ theirMs, ourMs }) => theirMs / ourMs));
	const theirTime = seconds(median(pairs.map(({ theirMs }) => theirMs)));
	const ourTime = seconds(median(pairs.map(({ ourMs }) => ourMs)));
	return {
		what,
		measured: `${ourTime} against ${theirTime}: ${ratio.toFixed(1)} times as fast`,
		mark,
	};
}

/** Formats milliseconds as seconds for the page. */
function seconds(ms: number): string {
	return `${(ms / 1_000).toFixed(2)} s`;
}
