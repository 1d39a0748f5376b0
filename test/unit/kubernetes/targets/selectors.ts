type Labels = Readonly<Record<string, string>>;

/** Whether labels match a `labelSelector`. It knows the part of the grammar of apimachinery's pkg/labels that is used here. */
export const labelsMatch = (selector: string, labels: Labels): boolean =>
	splitOutsideParentheses(selector).every((term) => termMatches(term, labels));

const splitOutsideParentheses = (selector: string): readonly string[] =>
	selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];

function termMatches(term: string, labels: Labels): boolean {
	const set = /^(\S+) (in|notin) \((.*)\)$/.exec(term);
	if (set !== null) {
		const [, key = "", operator, values = ""] = set;
		const value = labels[key];
		const isMember = value !== undefined && values.split(",").includes(value);
		return operator === "in" ? isMember : !isMember;
	}
	const [key = "", value] = term.split("=");
	if (value !== undefined) return labels[key] === value;
	return key.startsWith("!")
		? labels[key.slice(1)] === undefined
		: labels[key] !== undefined;
}

/** Whether an object matches a `fieldSelector` of `path=value` and `path!=value` terms. */
export const fieldsMatch = (selector: string, object: unknown): boolean =>
	selector
		.split(",")
		.filter((term) => term !== "")
		.every((term) => {
			const [path = "", value] = term.split(/!?=/);
			return (String(fieldAt(object, path)) === value) !== term.includes("!=");
		});

const fieldAt = (object: unknown, path: string): unknown =>
	path
		.split(".")
		.reduce<unknown>(
			(at, key) =>
				typeof at === "object" && at !== null
					? Reflect.get(at, key)
					: undefined,
			object,
		);
