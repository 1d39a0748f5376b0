import { formatAge } from "../age.ts";

const SECOND_MS = 1000;

function withDecimal(value: number): string {
	return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/**
 * Returns a duration in a form that is easy to compare: `0.4ms`, `2.1ms`, `12ms`, `1.2s`, `59.8s`, then as {@link formatAge}. The
 * input is in milliseconds. Returns `-` for a value that is not finite.
 */
export function formatDuration(durationMs: number): string {
	if (!Number.isFinite(durationMs)) return "-";
	if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
	if (Number(withDecimal(durationMs)) < SECOND_MS)
		return `${withDecimal(durationMs)}ms`;
	const seconds = (durationMs / SECOND_MS).toFixed(1);
	return Number(seconds) < 60
		? `${seconds}s`
		: formatAge(Math.round(durationMs / SECOND_MS) * SECOND_MS);
}
