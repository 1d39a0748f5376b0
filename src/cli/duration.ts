import { PluginError } from "../errors.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	ms: 1,
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/gy;

/**
 * Parses a duration in the format of Go's time.ParseDuration (`250ms`, `1h30m`, `0`), without a sign.
 * @param unitless the unit of a bare whole number, for flags that client-go reads with clientcmd.ParseTimeout @returns milliseconds
 * @throws PluginError `usage`
 */
export function parseDurationMs(
	text: string,
	flag: string,
	unitless?: "seconds",
): number {
	if (text === "0") return 0;
	if (unitless === "seconds" && /^\d+$/.test(text))
		return parseDurationMs(`${text}s`, flag);
	const parts = [...text.matchAll(PART)];
	const matched = parts.reduce((length, [part]) => length + part.length, 0);
	if (parts.length === 0 || matched !== text.length)
		throw badDuration(text, flag);
	const totalMs = parts.reduce(
		(sum, [, number, unit]) =>
			sum + Number(number) * (UNIT_MS[unit ?? ""] ?? Number.NaN),
		0,
	);
	// setTimeout holds at most 31 bits of milliseconds, which is 24 days.
	if (totalMs > 2 ** 31 - 1)
		throw new PluginError("usage", `--${flag}: ${text} is longer than 24 days`);
	return totalMs;
}

function badDuration(text: string, flag: string): PluginError {
	const hint = /^\d+(\.\d+)?$/.test(text)
		? `a duration needs a unit: --${flag}=${text}s or --${flag}=${text}ms`
		: "write a duration as 250ms, 10s, 1m30s or 1h";
	return new PluginError("usage", `--${flag}: "${text}" is not a duration`, {
		hint: [hint],
	});
}
