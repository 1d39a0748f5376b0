import { PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import type { TargetArgument, WorkloadArgument } from "../target.ts";
import { findKind, namesOf, POD_KINDS, type PodKind } from "./kinds.ts";
import { nearNames } from "./near-names.ts";
import { checkObjectName } from "./object-name.ts";
import { parseEndpoint } from "./parse-endpoint.ts";
import { insteadOfPodless } from "./podless-kinds.ts";
import { checkPort } from "./port-number.ts";
import { quoted } from "./quoted.ts";
import {
	refuseForeign,
	refuseSchemaFile,
	refuseSymbol,
	refuseUnprintable,
} from "./refuse-word.ts";

/**
 * Parses one target: `TYPE/NAME` or `TYPE.GROUP/NAME`, each with an optional `:PORT`, a bare pod name, or `HOST:PORT` for an endpoint.
 * A type may have any form that kubectl accepts; the result has the plural.
 * @throws PluginError `bad-input` for text that can be no target, `target` for a type that leads to no pods
 */
export function parseTarget(text: string): TargetArgument {
	refuseForeign(text);
	refuseList(text);
	if (text.includes("/")) return parseTyped(text);
	if (text.includes(":")) return parseEndpoint(text);
	if (isType(text))
		throw new PluginError(
			"bad-input",
			`${quoted(text)} is a type and needs a name`,
			{
				hint: [
					`name one: ${text}/NAME`,
					"health and list find every gRPC workload without a target",
					`a pod of that name is pod/${text}`,
				],
			},
		);
	refuseSymbol(text);
	refuseSchemaFile(text);
	return workload(requireKind("pods", text), text);
}

/**
 * Parses all target words of a command line: kubectl's `TYPE NAME…` and `TYPE,TYPE NAME…`, and what {@link parseTarget} reads. When the
 * first word is a type, all others are names, as in cli-runtime's resource builder. A target that is named twice, in whatever form,
 * comes once.
 * @throws PluginError as {@link parseTarget}
 */
export function parseTargets(
	words: readonly string[],
): readonly TargetArgument[] {
	const named = parseEach(words).map(
		(target) => [JSON.stringify(target), target] as const,
	);
	return [...new Map(named).values()];
}

function parseEach(words: readonly string[]): readonly TargetArgument[] {
	const [first = "", ...names] = words;
	const types = first.split(",");
	if (names.length === 0 || !types.every(isType)) return words.map(parseTarget);
	const slashed = names.find((name) => name.includes("/"));
	if (slashed !== undefined)
		throw new PluginError(
			"bad-input",
			`${quoted(slashed)} names its own type, so ${quoted(first)} before it is too much`,
			{
				hint: [`leave the type out: ${slashed}`],
			},
		);
	return types.flatMap((type) =>
		names.map((name) => parseTyped(`${type}/${name}`)),
	);
}

/** Refuses a list with commas. As in kubectl, spaces separate names, and commas only types. */
function refuseList(text: string): void {
	const parts = text.split(",");
	if (parts.length === 1 || parts.includes("")) return;
	if (parts.every(isType))
		throw new PluginError(
			"bad-input",
			`${quoted(text)} is a list of types and needs a name`,
			{ hint: [`name one: ${text} NAME`] },
		);
	const type = text.slice(0, text.indexOf("/") + 1);
	const words = parts.map((part) => (/[/:]/.test(part) ? part : type + part));
	throw new PluginError(
		"bad-input",
		`${quoted(text)} is several targets in one word`,
		{ hint: [`each is a word: ${words.map(shellWord).join(" ")}`] },
	);
}

const isType = (word: string): boolean =>
	findKind(word) !== undefined || insteadOfPodless(word, "") !== undefined;

function parseTyped(text: string): WorkloadArgument {
	refuseUnprintable(text);
	const [type = "", rest = "", ...more] = text.split("/");
	if (!isType(type)) refuseSchemaFile(text);
	if (more.length > 0 || type === "" || rest === "")
		throw new PluginError(
			"bad-input",
			`${quoted(text)} is not of the form TYPE/NAME`,
			{
				hint: [
					...(more.length === 1 && isType(type)
						? inNamespace(rest, `${type}/${more.join()}`)
						: []),
					"for example deploy/user-service, svc/user-service:grpc, pod/user-service-0",
				],
			},
		);
	const colon = rest.indexOf(":");
	const name = colon < 0 ? rest : rest.slice(0, colon);
	const kind = requireKind(type, name);
	return workload(kind, name, colon < 0 ? undefined : rest.slice(colon + 1));
}

function workload(
	kind: PodKind,
	name: string,
	port?: string,
): WorkloadArgument {
	checkObjectName(name, kind.label);
	const argument = {
		kind: "workload",
		resource: kind.resource,
		group: kind.group === "" ? undefined : kind.group,
		name,
	} as const;
	return port === undefined ? argument : { ...argument, port: checkPort(port) };
}

function requireKind(type: string, name: string): PodKind {
	const kind = findKind(type);
	if (kind !== undefined) return kind;
	const instead = insteadOfPodless(type, name);
	if (instead !== undefined)
		throw new PluginError(
			"target",
			`type ${type.toLowerCase()} stands for no pods`,
			{
				hint: [instead],
			},
		);
	if (type.includes(".")) refuseSymbol(`${type}/${name}`);
	// No type has a hyphen in it, so that such a word is a name or a namespace, even if it contains a type.
	const near = new Set(
		type.includes("-")
			? []
			: nearNames(type.toLowerCase(), POD_KINDS.flatMap(namesOf)).map(
					(word) => findKind(word)?.label,
				),
	);
	throw new PluginError("target", `unknown type ${quoted(type)}`, {
		hint: [
			...(near.size > 0
				? [
						`did you mean ${[...near].map((label) => `${label}/${name}`).join(" or ")}?`,
					]
				: []),
			`types with pods: ${POD_KINDS.map(({ label }) => label).join(", ")}; pods of anything else: -l key=value`,
			...(near.size > 0 ? [] : inNamespace(type, name)),
		],
	});
}

/** Returns the hint for a target behind its namespace, as other tools print and take it. */
function inNamespace(namespace: string, target: string): readonly string[] {
	return isNamespace(namespace)
		? [`if ${namespace} is a namespace: -n ${namespace} ${target}`]
		: [];
}

/** Whether a text can be the name of a namespace (RFC 1123 label). */
const isNamespace = (text: string): boolean =>
	/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
