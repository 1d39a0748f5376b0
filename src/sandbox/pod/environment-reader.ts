/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables with their defaults. Errors are collected in `wrong`. */
export type Reader = ReturnType<typeof createReader>;

/** Creates a reader of an environment. */
export function createReader(env: Environment) {
	const wrong: string[] = [];
	const fail = (name: string, value: string, allowed: string) => {
		wrong.push(`${name}=${JSON.stringify(value)}: ${allowed}`);
	};
	return {
		wrong,
		fail,
		text: (name: string) => env[name] ?? "",
		oneOf: <T extends string>(
			name: string,
			allowed: readonly [T, ...T[]],
		): T => {
			const value = env[name] || allowed[0];
			const found = allowed.find((candidate) => candidate === value);
			if (found === undefined)
				fail(name, value, `allowed are ${allowed.join(", ")}`);
			return found ?? allowed[0];
		},
		durationMs: (name: string): number => {
			const value = env[name] || "0s";
			const parsed = parseDuration(value);
			if (parsed === undefined)
				fail(name, value, "wants a duration such as 250ms or 2s");
			return parsed ?? 0;
		},
		count: (name: string): number => {
			const value = env[name] || "1";
			const parsed = Number(value);
			if (!Number.isSafeInteger(parsed) || parsed < 1)
				fail(name, value, "wants a whole number from 1");
			return parsed;
		},
		port: (name: string): number | undefined => {
			const value = env[name];
			if (!value) return undefined;
			const port = Number(value);
			if (!Number.isInteger(port) || port < 1 || port > 65535)
				fail(name, value, "wants a port");
			return port;
		},
	};
}

const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** Returns the milliseconds of a duration in Go's format (`250ms`, `2s`, `1m30s`); undefined for any other text. */
function parseDuration(text: string): number | undefined {
	if (text === "0") return 0;
	if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g))
		total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
	return total;
}
