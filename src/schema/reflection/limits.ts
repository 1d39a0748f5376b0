import { PluginError } from "../../errors.ts";
import { GIVE_FILES } from "./reflection-error.ts";

/** The most files of one server. The largest known schemas have a few thousand. */
export const MAX_FILES = 10_000;
/** The largest weight of one server's declarations, see `weightOf`: ten times that of the largest known API. */
export const MAX_WEIGHT = 250_000;
/** The most MiB of one server's files: ten times the largest known API with comments. Decoded files may take 30 times as much. */
export const MAX_MIB = 64;
/** The most questions to one server. It bounds the questions that a server's answers can cause. */
export const MAX_QUESTIONS = 20_000;

/** Returns the error for a server that exceeds one of the limits above. */
export function tooMuchSchema(): PluginError {
	return new PluginError(
		"schema",
		`the server's schema has no end: more than ${MAX_FILES} files, ${MAX_MIB} MiB, ${MAX_WEIGHT} declarations or ${MAX_QUESTIONS} questions`,
		{ hint: [GIVE_FILES] },
	);
}
