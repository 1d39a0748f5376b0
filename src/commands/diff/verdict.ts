import { listed } from "../../listed.ts";
import { counted } from "../../render/prose.ts";
import { bad, good, type StyledText, warn } from "../../render/span.ts";
import { breaksText } from "./breaks-text.ts";
import { holdersText } from "./holder-names.ts";
import type { SchemaDiff } from "./report.ts";

/** Returns the last line: whether the schemas are the same, as far as that is known. */
export function verdict(diff: SchemaDiff): StyledText {
	const { schemas, differences, breaks } = diff;
	if (schemas.length === 0) return bad("nothing to compare");
	if (lacksASide(diff)) return bad("nothing to compare with");
	const count = counted(differences.length, "difference");
	if (breaks.length > 0) {
		const breaking = differences.filter((one) => one.breaks.length > 0).length;
		const which = breaking < differences.length ? `${breaking} of ` : "";
		return [breaksText(breaks), `: ${which}${count}`];
	}
	// What is not known may differ.
	const limits = limitsOf(diff);
	const style = limits === "" ? good : warn;
	return schemas.length === 1
		? [style("same"), `: there is no difference${limits}`]
		: [
				style("compatible"),
				`: ${count}, none of which breaks anything${limits}`,
			];
}

function limitsOf({ failed, notCompared, missingTypes }: SchemaDiff): string {
	const missed = failed.filter(({ counted }) => counted);
	const gaps = [
		...(notCompared.length > 0 ? [counted(notCompared.length, "service")] : []),
		...(missingTypes.length > 0 ? [counted(missingTypes.length, "type")] : []),
	];
	return [
		...(missed.length > 0
			? [`; of ${holdersText(missed)} nothing is known`]
			: []),
		...(gaps.length > 0 ? [`; ${listed(gaps)} could not be compared`] : []),
	].join("");
}

/** Whether pods of a side have failed and no schema of that side is known. */
function lacksASide({ schemas, failed }: SchemaDiff): boolean {
	const known = schemas.flatMap(({ holders }) => holders);
	return failed.some(({ side }) => known.every((one) => one.side !== side));
}
