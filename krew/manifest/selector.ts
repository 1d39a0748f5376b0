import { type Fields, fieldsOf, listOf, textOf } from "./yaml-values.ts";

type Selected = { readonly os: string; readonly arch: string };

/** The platforms that krew knows: allPlatforms of cmd/validate-krew-manifest. */
const KREW_PLATFORMS: readonly Selected[] = [
	...["386", "amd64", "arm64"].map((arch) => ({ os: "windows", arch })),
	...["386", "amd64", "arm", "arm64", "ppc64le"].map((arch) => ({
		os: "linux",
		arch,
	})),
	...["386", "amd64", "arm64"].map((arch) => ({ os: "darwin", arch })),
];

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Returns what is wrong with a platform's selector, one sentence for each problem. */
export function selectorProblems(value: unknown): readonly string[] {
	const selector = fieldsOf(value);
	const labels = fieldsOf(selector["matchLabels"]);
	const expressions = listOf(selector["matchExpressions"]).map(fieldsOf);
	const keys = [
		...Object.keys(labels),
		...expressions.map(({ key }) => textOf(key)),
	];
	if (keys.length === 0) return ["selector is missing or empty"];
	return [
		...Object.entries(selector)
			.filter(([, terms]) => Object.keys(Object(terms)).length === 0)
			.map(([field]) => `selector has an empty ${field}`),
		...keys
			.filter((key) => key !== "os" && key !== "arch")
			.map((key) => `selector knows os and arch, not ${key}`),
		...expressions
			.filter(({ operator }) => !OPERATORS.includes(textOf(operator)))
			.map(({ operator }) => `selector knows no operator ${operator}`),
		...(selectedPlatforms(value).length === 0
			? ["selector matches no platform that krew knows"]
			: []),
	];
}

/** Returns those of krew's platforms that a selector matches. */
export function selectedPlatforms(value: unknown): readonly Selected[] {
	const selector = fieldsOf(value);
	const labels = Object.entries(fieldsOf(selector["matchLabels"]));
	const expressions = listOf(selector["matchExpressions"]).map(fieldsOf);
	return KREW_PLATFORMS.filter(
		(platform) =>
			labels.every(([key, wanted]) => labelOf(platform, key) === wanted) &&
			expressions.every((expression) => matches(platform, expression)),
	);
}

function labelOf(platform: Selected, key: string): string | undefined {
	if (key === "os") return platform.os;
	return key === "arch" ? platform.arch : undefined;
}

function matches(platform: Selected, expression: Fields): boolean {
	const label = labelOf(platform, textOf(expression["key"]));
	const isListed = listOf(expression["values"]).includes(label);
	switch (expression["operator"]) {
		case "In":
			return isListed;
		case "NotIn":
			return !isListed;
		case "Exists":
			return label !== undefined;
		case "DoesNotExist":
			return label === undefined;
		default:
			return false;
	}
}
