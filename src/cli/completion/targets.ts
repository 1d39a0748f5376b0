import {
	collectionPath,
	findKind,
	POD_KIND,
	POD_KINDS,
	type PodKind,
	qualifiedResource,
} from "../../kubernetes/targets/kinds.ts";
import { TARGET_FLAGS } from "../target-flags.ts";
import {
	type Candidate,
	type Completer,
	type CompletionRequest,
	NOTHING,
} from "./completer.ts";
import { objectNames } from "./object-names.ts";

/** Offers `TYPE/`, then names of that type. A word that begins no type may begin a pod's name. Targets named before are left out. */
export const completeTarget: Completer = async (request) => {
	const { prefix, words, flagsOf, replay } = request;
	if (replay !== undefined) return NOTHING;
	const slash = prefix.indexOf("/");
	const types = typesFor(prefix);
	const [first = ""] = words;
	if (slash < 0 && !isType(first) && types.length > 0) return types;
	// A name belongs to one namespace, and the flag selects all of them.
	if ((await flagsOf(TARGET_FLAGS))["all-namespaces"]) return NOTHING;
	if (slash >= 0) {
		const type = prefix.slice(0, slash);
		return namesOf(request, findKind(type), `${type}/`);
	}
	return namesOf(request, findKind(first) ?? POD_KIND, "");
};

/** Whether a word is a TYPE of kubectl's `TYPE NAME…`. */
const isType = (word: string): boolean => findKind(word) !== undefined;

/** Returns the types that a word begins, in the form that was begun: `deploy/`, or `deployments/` for `deploym`. */
function typesFor(prefix: string): readonly Candidate[] {
	return POD_KINDS.flatMap((kind) => {
		const { label, singular, resource } = kind;
		const qualified = qualifiedResource(kind);
		const name = [label, singular, resource, qualified].find((name) =>
			name.startsWith(prefix),
		);
		return name === undefined
			? []
			: [{ value: `${name}/`, description: qualified }];
	});
}

async function namesOf(
	request: CompletionRequest,
	kind: PodKind | undefined,
	before: string,
): Promise<readonly Candidate[]> {
	if (kind === undefined) return [];
	const names = await objectNames(request, (namespace) =>
		collectionPath(kind, namespace),
	);
	return names
		.map((name) => ({ value: `${before}${name}` }))
		.filter(({ value }) => !request.words.includes(value));
}
