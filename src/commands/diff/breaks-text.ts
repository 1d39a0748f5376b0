import { bad, type StyledText, warn } from "../../render/span.ts";
import type { Breakage } from "../../schema/compare/compatibility.ts";

const BREAKAGE_NAMES: Readonly<Record<Breakage, string>> = {
	wire: "wire",
	json: "JSON",
	source: "source",
};

/** Returns what a difference breaks. It names source only where nothing else breaks: what breaks messages breaks their code too. */
export function breaksText(breaks: readonly Breakage[]): StyledText {
	const worse = breaks.filter((kind) => kind !== "source");
	const told = worse.length > 0 ? worse : breaks;
	const text = `breaks ${told.map((kind) => BREAKAGE_NAMES[kind]).join(" and ")}`;
	return worse.length > 0 ? bad(text) : warn(text);
}
