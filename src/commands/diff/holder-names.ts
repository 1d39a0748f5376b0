import { isAddress } from "../../cli/endpoint-target.ts";
import { namespacePrefixes } from "../../cli/pod-name.ts";
import { counted, shortenPodName } from "../../render/prose.ts";
import type { HolderReport } from "./holders.ts";

/** Gives a holder's name as a row has it; of pods in several namespaces with its own. */
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

/** How many pods or addresses these are; files are neither. */
export function podsText(holders: readonly HolderReport[]): string {
	const inCluster = holders.filter(({ namespace }) => namespace !== null);
	return inCluster.every(isAddress)
		? counted(inCluster.length, "address", "addresses")
		: counted(inCluster.length, "pod");
}
