import { type CallRecorder, failuresTo } from "../recording/recorder.ts";
import type { CountedPods } from "./counted-pods.ts";

/** Returns the pods so that a recording gets them, too: their names first, and the totals of each pod when the calls are over. */
export async function recordedPods(
	recorder: CallRecorder,
	{ via, tallies, call }: CountedPods,
): Promise<CountedPods> {
	const pods = tallies().map(({ pod, counted }) => ({ ...pod, counted }));
	await recorder.write({ kind: "pods", pods, via });
	const conclude = async () => {
		for (const tally of tallies()) {
			const { pod, method, connections, refusal } = tally;
			await recorder.write({
				kind: "counted",
				pod,
				method,
				connections,
				unreachable: refusal === undefined ? null : recorder.told(refusal),
				hint: refusal?.hint ?? [],
			});
		}
	};
	return {
		via,
		tallies,
		call: (onCall) =>
			failuresTo(recorder, () => call(onCall)).finally(conclude),
	};
}
