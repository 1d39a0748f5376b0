import { API_VERSION } from "../../cli/api-version.ts";
import type { FindingEntry } from "../../findings/catalogue.ts";
import { findingsWithCode } from "./findings-with-code.ts";

/** The structured result of `explain`. */
export type FindingList = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "FindingList";
	readonly findings: readonly ({ readonly code: string } & FindingEntry)[];
};

/** Returns the report about one finding or all. @throws PluginError `usage` for an unknown code */
export function findingList(code: string | undefined): FindingList {
	return {
		apiVersion: API_VERSION,
		kind: "FindingList",
		findings: findingsWithCode(code).map(([code, entry]) => ({
			code,
			...entry,
		})),
	};
}
