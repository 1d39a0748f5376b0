import { CATALOGUE } from "../../findings/catalogue.ts";
import { type Completer, NOTHING } from "./completer.ts";

/** The codes of findings. A command takes only one. */
export const completeFinding: Completer = async ({ words }) =>
	words.length > 0
		? NOTHING
		: Object.entries(CATALOGUE).map(([value, { holds }]) => ({
				value,
				description: holds,
			}));
