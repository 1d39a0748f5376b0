import type { Document, LineCounter } from "yaml";
import { messageOf, PluginError } from "../../errors.ts";
import type { FieldPath } from "../field.ts";

/** The plain value of a document, with the line on which each value in it begins. */
type YamlValue = {
	readonly value: unknown;
	/** Counted from 1. Undefined when there is no value at the path. */
	lineOf(path: FieldPath): number | undefined;
};

const NOTHING: YamlValue = { value: undefined, lineOf: () => undefined };

/** Reads the first document of a text, as {@link parseYamlDocuments} does. Later documents are ignored. */
export async function parseYaml(
	text: string,
	file: string,
): Promise<YamlValue> {
	const [first = NOTHING] = await parseYamlDocuments(text, file, 1);
	return first;
}

/**
 * Reads the documents of a YAML or JSON text as kubectl's Go library does: YAML 1.1 with merge keys, so `yes` and `y` are
 * booleans, the last of duplicate keys wins, and dates stay text.
 * @param limit how many at most
 * @throws PluginError `kubeconfig` with the line of what is broken
 */
export async function parseYamlDocuments(
	text: string,
	file: string,
	limit = Infinity,
): Promise<readonly YamlValue[]> {
	const { LineCounter, parseAllDocuments } = await import("yaml");
	const lines = new LineCounter();
	try {
		const documents = [
			...parseAllDocuments(text, {
				version: "1.1",
				merge: true,
				uniqueKeys: false,
				prettyErrors: false,
				lineCounter: lines,
				logLevel: "silent",
				customTags: (tags) => tags.filter((tag) => !isTimestamp(tag)),
			}),
		];
		return documents
			.slice(0, limit)
			.map((document) => yamlValueOf(document, lines, file));
	} catch (caught) {
		if (caught instanceof PluginError) throw caught;
		// Unresolved aliases, alias bombs and nesting deeper than the stack are plain exceptions of the parser.
		const message = messageOf(caught);
		throw brokenYaml(file, undefined, message, caught);
	}
}

function yamlValueOf(
	document: Document,
	lines: LineCounter,
	file: string,
): YamlValue {
	const [broken] = document.errors;
	if (broken !== undefined)
		throw brokenYaml(
			file,
			lines.linePos(broken.pos[0]).line,
			broken.message,
			broken,
		);
	const value: unknown = document.toJS();
	return { value, lineOf: (path) => lineOf(document, lines, path) };
}

function isTimestamp(tag: unknown): boolean {
	return (
		typeof tag === "object" &&
		tag !== null &&
		"tag" in tag &&
		tag.tag === "tag:yaml.org,2002:timestamp"
	);
}

function lineOf(
	document: Document,
	lines: LineCounter,
	path: FieldPath,
): number | undefined {
	const node: unknown = document.getIn(path, true);
	if (typeof node !== "object" || node === null || !("range" in node))
		return undefined;
	const { range } = node;
	const start: unknown = Array.isArray(range) ? range[0] : undefined;
	return typeof start === "number" ? lines.linePos(start).line : undefined;
}

function brokenYaml(
	file: string,
	line: number | undefined,
	message: string,
	cause: unknown,
): PluginError {
	const place = line === undefined ? file : `${file}, line ${line}`;
	return new PluginError("kubeconfig", `${place}: not YAML: ${message}`, {
		cause,
		hint: ["kubectl config view shows whether kubectl can read it"],
		facts: { file, ...(line === undefined ? {} : { line }) },
	});
}
