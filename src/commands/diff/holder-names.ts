import { namespacePrefixes, podsText } from "../../cli/pod-name.ts";
import { shortenPodName } from "../../render/prose.ts";
import { eachOnce, type HolderReport } from "./holders.ts";

/** Returns a function that gives a holder's name for a row. It has the namespace where the pods are in several. */
export function namesOf(
	all: readonly HolderReport[],
	layout: "table" | "wide",
): (holder: HolderReport) => string {
	const prefix = namespacePrefixes(all);
	return (holder) => {
		const { name, terminating } = holder;
		const shown = `${prefix(holder)}${layout === "wide" ? name : shortenPodName(name)}`;
		return terminating ? `${shown} (terminating)` : shown;
	};
}

/** Returns how many pods or addresses the holders are. Files do not count. */
export function holdersText(holders: readonly HolderReport[]): string {
	return podsText(
		eachOnce(holders).flatMap(({ namespace, name }) =>
			namespace === null ? [] : [{ namespace, name }],
		),
	);
}
