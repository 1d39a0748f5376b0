const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

type AgeStep = {
	/** The step applies below this number of its larger unit. */
	readonly below: number;
	readonly large: readonly [ms: number, unit: string];
	/** The smaller unit. It is left out if it is zero. */
	readonly small?: readonly [ms: number, unit: string];
};

const MINUTE = [MINUTE_MS, "m"] as const;
const HOUR = [60 * MINUTE_MS, "h"] as const;
const DAY = [24 * HOUR[0], "d"] as const;
const YEAR = [365 * DAY[0], "y"] as const;

/** HumanDuration of k8s.io/apimachinery/pkg/util/duration, which prints kubectl's AGE column. */
const AGE_STEPS: readonly AgeStep[] = [
	{ below: 10, large: MINUTE, small: [SECOND_MS, "s"] },
	{ below: 3 * 60, large: MINUTE },
	{ below: 8, large: HOUR, small: MINUTE },
	{ below: 2 * 24, large: HOUR },
	{ below: 8, large: DAY, small: HOUR },
	{ below: 2 * 365, large: DAY },
	{ below: 8, large: YEAR, small: DAY },
	{ below: Number.POSITIVE_INFINITY, large: YEAR },
];

/** Returns an age as in kubectl's AGE column: `45s`, `5m10s`, `3h`, `3d`. The input is in milliseconds. */
export function formatAge(ageMs: number): string {
	if (!Number.isFinite(ageMs) || ageMs <= -2 * SECOND_MS) return "<invalid>";
	if (ageMs < 0) return "0s";
	if (ageMs < 2 * MINUTE_MS) return `${Math.floor(ageMs / SECOND_MS)}s`;
	for (const { below, large, small } of AGE_STEPS) {
		const count = Math.floor(ageMs / large[0]);
		if (count >= below) continue;
		const rest = small ? Math.floor((ageMs % large[0]) / small[0]) : 0;
		const tail = small && rest > 0 ? `${rest}${small[1]}` : "";
		return `${count}${large[1]}${tail}`;
	}
	return "<invalid>";
}
