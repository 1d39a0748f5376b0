const FACTORS: Readonly<Record<string, number>> = {
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	"": 1,
	k: 1e3,
	M: 1e6,
	G: 1e9,
	T: 1e12,
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
};

/** The sum of quantities such as `250m` and `1Gi`; absent and unreadable ones count nothing. */
export function sumOf(quantities: readonly (string | undefined)[]): number {
	return quantities.reduce((sum, quantity) => sum + numberOf(quantity), 0);
}

function numberOf(quantity: string | undefined): number {
	const [, amount, suffix = ""] =
		/^([\d.]+)([A-Za-z]*)$/.exec(quantity ?? "") ?? [];
	return Number(amount ?? 0) * (FACTORS[suffix] ?? 0);
}
