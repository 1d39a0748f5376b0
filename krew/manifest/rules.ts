// The rules of krew 0.4.4 (internal/index/validation, cmd/validate-krew-manifest, pkg/index/types.go) and of krew-index's
// reviewers (https://krew.sigs.k8s.io/docs/developer-guide/develop/naming-guide/ and …/plugin-manifest/).
import { selectedPlatforms, selectorProblems } from "./selector.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./yaml-values.ts";

/** Returns what breaks the rule in a manifest, one sentence for each problem. */
type Rule = (manifest: Fields, name: string) => readonly string[];

const API_VERSION = "krew.googlecontainertools.github.com/v1alpha2";
const FORBIDDEN_ON_WINDOWS = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;
const SEMVER =
	/^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const SHORT_DESCRIPTION_LENGTH = 50;
const DESCRIPTION_WIDTH = 80;

const KNOWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
	manifest: ["apiVersion", "kind", "metadata", "spec"],
	spec: [
		"version",
		"homepage",
		"shortDescription",
		"description",
		"caveats",
		"platforms",
	],
	platform: ["uri", "sha256", "bin", "files", "selector"],
};

const RULES: readonly Rule[] = [
	({ apiVersion }) =>
		unless(apiVersion === API_VERSION, `apiVersion must be ${API_VERSION}`),
	({ kind }) => unless(kind === "Plugin", "kind must be Plugin"),
	(_, name) =>
		unless(
			/^[\w-]+$/.test(name) && !FORBIDDEN_ON_WINDOWS.test(name),
			`"${name}" is not allowed as a plugin's name`,
		),
	({ metadata }, name) =>
		unless(
			fieldsOf(metadata)["name"] === name,
			`metadata.name must be the file's name, ${name}`,
		),
	({ spec }) =>
		unless(
			SEMVER.test(textOf(fieldsOf(spec)["version"])),
			"spec.version must be a semantic version with a v",
		),
	({ spec }) =>
		shortDescriptionProblems(textOf(fieldsOf(spec)["shortDescription"])),
	({ spec }) => descriptionProblems(textOf(fieldsOf(spec)["description"])),
	({ spec }) =>
		unless(
			/^https:\/\/\S+$/.test(textOf(fieldsOf(spec)["homepage"])),
			"spec.homepage must be an https address",
		),
	(manifest) => unknownFields(manifest),
	({ spec }) =>
		unless(
			listOf(fieldsOf(spec)["platforms"]).length > 0,
			"spec.platforms names no platform",
		),
	({ spec }) => platformsOf(spec).flatMap(platformProblems),
	({ spec }) => overlaps(platformsOf(spec)),
];

/**
 * Returns the reasons why krew or krew-index would refuse a manifest; empty when it is good.
 * @param manifest the parsed YAML
 * @param fileName its file's name; krew takes the plugin's name from it
 */
export function manifestProblems(
	manifest: unknown,
	fileName: string,
): readonly string[] {
	if (!fileName.endsWith(".yaml"))
		return [`${fileName} must have the extension .yaml`];
	const name = fileName.slice(0, -".yaml".length);
	return RULES.flatMap((rule) => rule(fieldsOf(manifest), name));
}

function unless(holds: boolean, problem: string): readonly string[] {
	return holds ? [] : [problem];
}

function platformsOf(spec: unknown): readonly Fields[] {
	return listOf(fieldsOf(spec)["platforms"]).map(fieldsOf);
}

function shortDescriptionProblems(text: string): readonly string[] {
	return [
		...unless(text !== "", "spec.shortDescription is missing"),
		...unless(!/[\r\n]/.test(text), "spec.shortDescription must be one line"),
		...unless(
			text.length <= SHORT_DESCRIPTION_LENGTH,
			`spec.shortDescription is over ${SHORT_DESCRIPTION_LENGTH} characters`,
		),
	];
}

function descriptionProblems(text: string): readonly string[] {
	const lines = text.split("\n");
	return [
		...unless(text.trim() !== "", "spec.description is missing"),
		...unless(
			lines.every((line) => line.length <= DESCRIPTION_WIDTH),
			`spec.description must be wrapped at ${DESCRIPTION_WIDTH} characters`,
		),
		...unless(
			!lines.some((line) => /^\s*([-*$]\s+)?kubectl\s/.test(line)),
			"spec.description must not list commands",
		),
	];
}

/** krew ignores a misspelt field without a message. */
function unknownFields(manifest: Fields): readonly string[] {
	const spec = fieldsOf(manifest["spec"]);
	const objects: readonly (readonly [string, Fields])[] = [
		["manifest", manifest],
		["spec", spec],
		...platformsOf(spec).map((platform) => ["platform", platform] as const),
	];
	return objects.flatMap(([kind, fields]) =>
		Object.keys(fields)
			.filter((field) => !KNOWN_FIELDS[kind]?.includes(field))
			.map((field) => `a ${kind} has no field ${field}`),
	);
}

function platformProblems(platform: Fields, index: number): readonly string[] {
	const [uri, bin] = [textOf(platform["uri"]), textOf(platform["bin"])];
	const problems = [
		...unless(/^https:\/\/\S+$/.test(uri), "uri must be an https address"),
		...unless(/\.(tar\.gz|zip)$/.test(uri), "uri must end in .tar.gz or .zip"),
		...unless(
			/^[a-f0-9]{64}$/.test(textOf(platform["sha256"])),
			"sha256 must be 64 lower-case hexadecimal digits",
		),
		...unless(bin !== "", "bin is missing"),
		...fileProblems(platform["files"]),
		...selectorProblems(platform["selector"]),
		...unless(
			bin.endsWith(".exe") ||
				!selectedPlatforms(platform["selector"]).some(
					({ os }) => os === "windows",
				),
			"bin must end in .exe on Windows",
		),
	];
	return problems.map((problem) => `spec.platforms[${index}]: ${problem}`);
}

function fileProblems(files: unknown): readonly string[] {
	if (files === undefined) return [];
	const operations = listOf(files).map(fieldsOf);
	return [
		...unless(operations.length > 0, "files must be left out or not be empty"),
		...unless(
			operations.every(({ from, to }) => textOf(from) && textOf(to)),
			"each of files needs from and to",
		),
	];
}

function overlaps(platforms: readonly Fields[]): readonly string[] {
	const seen = new Map<string, number>();
	return platforms.flatMap(({ selector }, index) =>
		selectedPlatforms(selector).flatMap(({ os, arch }) => {
			const before = seen.get(`${os}/${arch}`);
			seen.set(`${os}/${arch}`, index);
			return before === undefined
				? []
				: [
						`spec.platforms[${before}] and [${index}] both select ${os}/${arch}`,
					];
		}),
	);
}
