const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A share between 0 and 1 as a bar in `columns`, filled up with spaces. Whatever is not nothing shows at least a sliver. */
export function bar(share: number, columns: number): string {
	if (columns <= 0 || Number.isNaN(share) || share <= 0)
		return " ".repeat(columns);
	const all = columns * 8;
	const eighths = Math.max(1, Math.round(Math.min(1, share) * all));
	const full = "█".repeat(Math.floor(eighths / 8));
	return (full + (EIGHTHS[eighths % 8] ?? "")).padEnd(columns);
}
