import type { DescMethod } from "@bufbuild/protobuf";
import { lastPart } from "../../schema/link/elements.ts";
import { findSymbol, symbolNames } from "../../schema/print/symbol.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Candidate } from "./completer.ts";

/** Names that every schema has. */
const WELL_KNOWN = /^google\.(protobuf|rpc)\./;

/** Returns the methods in the form of the typed word: `Service/Method`, `Service.Method`, or an end of that which only one method has. */
export function methodCandidates(
	{ registry, services }: Schema,
	prefix: string,
): readonly Candidate[] {
	const methods = services.flatMap(
		(name) => registry.getService(name)?.methods ?? [],
	);
	const written = (write: (method: DescMethod) => string) =>
		methods.map((method) => ({
			value: write(method),
			description: messagesOf(method),
		}));
	return firstThatBegins(prefix, [
		written(({ parent, name }) => `${parent.typeName}/${name}`),
		written(({ parent, name }) => `${parent.typeName}.${name}`),
		onlyOnes(written(({ name }) => name)),
		onlyOnes(
			written(({ parent, name }) => `${lastPart(parent.typeName)}/${name}`),
		),
	]);
}

/**
 * Returns the full name of everything that can be described, or its last part where nothing else ends with it. Well-known types
 * come only when nothing else fits the word.
 */
export function symbolCandidates(
	{ registry }: Schema,
	prefix: string,
): readonly Candidate[] {
	const names = [...symbolNames(registry)];
	const own = names.filter((name) => !WELL_KNOWN.test(name));
	const written = (some: readonly string[], write = (name: string) => name) =>
		some.map((name) => ({ value: write(name), name }));
	const slashed = (name: string) =>
		kindOf(name) === "method" ? name.replace(/\.([^.]+)$/, "/$1") : name;
	return firstThatBegins(prefix, [
		written(own),
		written(own, slashed),
		onlyOnes(written(names, lastPart)).filter(
			({ name }) => !WELL_KNOWN.test(name),
		),
		written(names),
	]).map(({ value, name }) => ({ value, description: kindOf(name) }));

	function kindOf(name: string): string {
		const kind = findSymbol(registry, name)?.kind ?? "";
		return kind === "rpc" ? "method" : kind;
	}
}

/** Returns the candidates whose value no other has. */
function onlyOnes<C extends Candidate>(candidates: readonly C[]): readonly C[] {
	const byValue = Map.groupBy(candidates, ({ value }) => value);
	return candidates.filter(({ value }) => byValue.get(value)?.length === 1);
}

/** Returns the fitting candidates of the first list that has any. */
function firstThatBegins<C extends Candidate>(
	prefix: string,
	lists: readonly (readonly C[])[],
): readonly C[] {
	const fitting = lists.map((list) =>
		list.filter(({ value }) => value.startsWith(prefix)),
	);
	return fitting.find((list) => list.length > 0) ?? [];
}

function messagesOf({ input, output, methodKind }: DescMethod): string {
	const takes = /client|bidi/.test(methodKind) ? "stream " : "";
	const gives = /server|bidi/.test(methodKind) ? "stream " : "";
	return `${takes}${input.typeName} → ${gives}${output.typeName}`;
}
