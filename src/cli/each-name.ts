import { joinErrors, type PluginError, toPluginError } from "../errors.ts";
import { isAboutName } from "../schema/reflection/reflection-error.ts";

/** The results for several names, and one error for the names without a result. */
export type EachName<T> = {
	readonly known: readonly T[];
	readonly unresolved: PluginError | undefined;
};

/**
 * Asks for each of several names. As in `kubectl get a b`, a name that is unknown, or listed but not described, hides no other. Its
 * error is thrown once the others have been printed.
 * @throws PluginError where nothing is known, and for what is no matter of a name
 */
export async function eachName<T>(
	names: readonly string[],
	ask: (name: string) => Promise<T>,
): Promise<EachName<T>> {
	const known: T[] = [];
	const errors: PluginError[] = [];
	for (const name of names)
		try {
			known.push(await ask(name));
		} catch (caught) {
			const error = toPluginError(caught);
			if (!isAboutName(error)) throw error;
			errors.push(error);
		}
	const unresolved = joinErrors(errors);
	if (unresolved !== undefined && known.length === 0) throw unresolved;
	return { known, unresolved };
}
