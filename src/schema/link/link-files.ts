import type { FileRegistry } from "@bufbuild/protobuf";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { isWellKnownFile, isWellKnownType } from "../known/known-files.ts";
import { knownRegistry } from "../known/known-registry.ts";
import type { SchemaProblem } from "../schema.ts";
import { buildRegistry, faultyByThemselves } from "./build-registry.ts";
import { elementsOf } from "./elements.ts";
import { knownNeeded } from "./known-needed.ts";
import { layeredRegistry } from "./layered-registry.ts";
import { withCommentsOf } from "./lent-comments.ts";
import { needsFirst } from "./order.ts";
import { emptyFile, placeholderFiles } from "./placeholder.ts";
import type { RawFile } from "./raw-file.ts";
import { resolveTypes } from "./resolve-types.ts";
import { atOnce, type Steps } from "./steps.ts";
import { weightOf } from "./weight.ts";

/** Files as one registry. */
type Linked = {
	readonly registry: FileRegistry;
	/** Names of the files that were linked, imports first; without those that stand in for missing ones. */
	readonly ordered: readonly string[];
	readonly problems: readonly SchemaProblem[];
};

/** Files that cannot be used, before the whole is given up. */
const MAX_UNUSABLE = 64;
/** Weight of the files together: three times that of all of googleapis. More takes gigabytes. */
const MAX_WEIGHT = 1_000_000;
/**
 * Weight of what is linked again without those, before the whole is given up: a server could make it take seconds in which nothing
 * else is heard.
 */
const MAX_RELINKED = 100_000;
/** What is done once a file weighs as much as so many declarations. */
const WEIGHT_OF_A_FILE = 10;

/**
 * Links files with what they need of google/protobuf's, which are always this program's own, and of google.rpc's if they have none;
 * the registry knows the rest of both, too. What is missing is replaced by placeholders, what cannot be used is left out, and both are told.
 * @throws PluginError `schema` for files that declare too much, or of which too many cannot be used
 */
export function linkFiles(files: readonly RawFile[]): Linked {
	return atOnce(linkSteps(files));
}

/** The steps of {@link linkFiles}. @param wanted names of files that are to be linked besides */
export function* linkSteps(
	files: readonly RawFile[],
	wanted: readonly string[] = [],
): Steps<Linked> {
	const given = files.filter(({ name }) => !isWellKnownFile(name));
	const wellKnown = new Map(
		files
			.filter(({ name }) => isWellKnownFile(name))
			.map(({ name, proto }) => [name, proto]),
	);
	const weight = yield* weightTogether(given);
	const unusable = new Map<string, string>();
	for (let relinked = 0; ; relinked += weight) {
		const usable = given.filter(({ name }) => !unusable.has(name));
		const own = usable.map(({ proto }) => withoutWellKnownTypes(proto));
		const attempt = yield* tryLink(own, wanted, wellKnown);
		if (attempt.kind === "linked") {
			const problems = [...unusable].map(([file, reason]) => ({
				kind: "unusable-file" as const,
				file,
				reason,
			}));
			return { ...attempt, problems: [...problems, ...attempt.problems] };
		}
		for (const [file, reason] of attempt.unusable) unusable.set(file, reason);
		// Most faults show in a file alone, and need not be met one by one.
		if (relinked === 0)
			for (const [file, reason] of faultyByThemselves(own))
				unusable.set(file, reason);
		const isProgress = usable.some(({ name }) => unusable.has(name));
		const isTooMuch = unusable.size > MAX_UNUSABLE || relinked > MAX_RELINKED;
		if (!isProgress || isTooMuch) throw tooManyUnusable(attempt.unusable);
	}
}

/** A full name as protobuf-es accepts it. */
const NAME = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/;

type Attempt =
	| ({ readonly kind: "linked" } & Linked)
	| {
			readonly kind: "unusable";
			readonly unusable: ReadonlyMap<string, string>;
	  };

function* tryLink(
	own: readonly FileDescriptorProto[],
	wanted: readonly string[],
	wellKnown: ReadonlyMap<string, FileDescriptorProto>,
): Steps<Attempt> {
	// Of the given ones no more than the comments is taken.
	const known = (yield* knownNeeded(own, wanted)).map((file) =>
		withCommentsOf(wellKnown.get(file.name), file),
	);
	const files = [...known, ...own];
	const { stubs, problems } = missingImports(files);
	const { uses, missing } = yield* resolveTypes([...files, ...stubs]);
	const unnameable = missing.filter(({ name }) => !NAME.test(name));
	if (unnameable.length > 0)
		return unlinkable(
			unnameable.map(({ name, usedIn }) => [
				usedIn,
				`it uses a type that cannot be: ${JSON.stringify(name)}`,
			]),
		);
	const placeholders = placeholderFiles(missing);
	const byName = new Map(
		[...placeholders, ...stubs, ...files].map((file) => [file.name, file]),
	);
	const needs = new Map(
		[...byName.values()].map((file) => [
			file.name,
			new Set([...file.dependency, ...(uses.get(file.name) ?? [])]),
		]),
	);
	const { ordered, cycles } = needsFirst(needs);
	if (cycles.size > 0)
		return unlinkable(
			[...cycles].map(([name, way]) => [
				name,
				`its imports lead back to it: ${way.join(" imports ")}`,
			]),
		);
	// Placeholders are used by files that do not import them.
	const standIns = new Set([...placeholders, ...stubs].map(({ name }) => name));
	const first = new Set(placeholders.map(({ name }) => name));
	const sorted = [...first, ...ordered.filter((name) => !first.has(name))];
	const built = buildRegistry(sorted.flatMap((name) => byName.get(name) ?? []));
	if (built.kind === "unusable")
		return unlinkable([[built.file, built.reason]]);
	return {
		kind: "linked",
		registry: layeredRegistry(built.registry, knownRegistry),
		ordered: ordered.filter((name) => !standIns.has(name)),
		problems,
	};
}

function unlinkable(
	reasons: readonly (readonly [file: string, reason: string])[],
): Attempt {
	return { kind: "unusable", unusable: new Map(reasons) };
}

/** A file of a server may hold google/protobuf's types under another path: this program's own are used instead. */
function withoutWellKnownTypes(file: FileDescriptorProto): FileDescriptorProto {
	if (file.package !== "google.protobuf") return file;
	const [first] = elementsOf(file);
	return first !== undefined && isWellKnownType(first.name)
		? emptyFile(file.name)
		: file;
}

/** @throws PluginError `schema` above {@link MAX_WEIGHT} */
function* weightTogether(files: readonly RawFile[]): Steps<number> {
	let weight = 0;
	for (const { proto } of files) {
		weight += WEIGHT_OF_A_FILE + weightOf(proto);
		if (weight > MAX_WEIGHT)
			throw new PluginError("schema", "the schema declares too much", {
				hint: ["leave out the files that are not needed"],
			});
		yield;
	}
	return weight;
}

function missingImports(files: readonly FileDescriptorProto[]): {
	readonly stubs: readonly FileDescriptorProto[];
	readonly problems: readonly SchemaProblem[];
} {
	const names = new Set(files.map(({ name }) => name));
	const stubs = new Map<string, FileDescriptorProto>();
	const problems: SchemaProblem[] = [];
	for (const { name, dependency } of files)
		for (const wanted of dependency) {
			if (names.has(wanted)) continue;
			stubs.set(wanted, emptyFile(wanted));
			problems.push({ kind: "missing-import", file: name, import: wanted });
		}
	return { stubs: [...stubs.values()], problems };
}

function tooManyUnusable(unusable: ReadonlyMap<string, string>): PluginError {
	const [[file, reason] = ["", ""]] = unusable;
	return new PluginError(
		"schema",
		`too many files of the schema cannot be used; the last is ${file}: ${reason}`,
	);
}
