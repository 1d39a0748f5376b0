import type { DescMethod } from "@bufbuild/protobuf";
import { findSymbol, symbolNames } from "../../schema/print/symbol.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Candidate } from "./completer.ts";

/** Names that every schema has. */
const WELL_KNOWN = /^google\.(protobuf|rpc)\./;

/** Returns the methods in the form of the typed word: `Service/Method`, `Service.Method`, or a bare name that only one service has. */
export function methodCandidates(
	{ registry, services }: Schema,
	prefix: string,
): readonly Candidate[] {
	const methods = services.flatMap(
		(name) => registry.getService(name)?.methods ?? [],
	);
	const names = methods.map(({ name }) => name);
	const isUnique = (name: string) =>
		names.indexOf(name) === names.lastIndexOf(name);
	const ways: readonly ((method: DescMethod) => string)[] = [
		({ parent, name }) => `${parent.typeName}/${name}`,
		({ parent, name }) => `${parent.typeName}.${name}`,
		({ name }) => (isUnique(name) ? name : ""),
	];
	return firstThatBegins(
		prefix,
		ways.map((write) =>
			methods.map((method) => ({
				value: write(method),
				description: messagesOf(method),
			})),
		),
	);
}

/** Returns the full name of everything that can be described. Well-known types come only when nothing else fits the word. */
export function symbolCandidates(
	{ registry }: Schema,
	prefix: string,
): readonly Candidate[] {
	const names = [...symbolNames(registry)];
	const own = names.filter((name) => !WELL_KNOWN.test(name));
	const slashed = own.map((name) =>
		kindOf(name) === "method" ? name.replace(/\.([^.]+)$/, "/$1") : name,
	);
	const asCandidates = (some: readonly string[]) =>
		some.map((value) => ({ value }));
	return firstThatBegins(prefix, [own, slashed, names].map(asCandidates)).map(
		({ value }) => ({ value, description: kindOf(value) }),
	);

	function kindOf(name: string): string {
		const kind = findSymbol(registry, name)?.kind ?? "";
		return kind === "rpc" ? "method" : kind;
	}
}

/** Returns the fitting candidates of the first list that has any. */
function firstThatBegins(
	prefix: string,
	lists: readonly (readonly Candidate[])[],
): readonly Candidate[] {
	const fitting = lists.map((list) =>
		list.filter(({ value }) => value !== "" && value.startsWith(prefix)),
	);
	return fitting.find((list) => list.length > 0) ?? [];
}

function messagesOf({ input, output, methodKind }: DescMethod): string {
	const takes = /client|bidi/.test(methodKind) ? "stream " : "";
	const gives = /server|bidi/.test(methodKind) ? "stream " : "";
	return `${takes}${input.typeName} → ${gives}${output.typeName}`;
}
