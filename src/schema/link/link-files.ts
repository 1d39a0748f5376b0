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
import { needsFirst } from "./order.ts";
import { outlineOf } from "./outline.ts";
import { withCommentsOf } from "./own-file-comments.ts";
import { emptyFile, placeholderFiles } from "./placeholder.ts";
import type { RawFile } from "./raw-file.ts";
import { resolveTypes } from "./resolve-types.ts";
import { runAtOnce, type Steps } from "./steps.ts";
import { weightTogether } from "./weight.ts";

/** Files that are linked into one registry. */
type Linked = {
	readonly registry: FileRegistry;
	/** Names of the linked files, imports first. Files that replace missing ones are not in it. */
	readonly ordered: readonly string[];
	readonly problems: readonly SchemaProblem[];
};

/** The most unusable files before linking gives up. */
const MAX_UNUSABLE = 64;
/** The largest weight that is linked again without unusable files. A server could otherwise block the process for seconds. */
const MAX_RELINKED = 100_000;
/**
 * Links files with the files of google/protobuf that they need, always this program's own, and with google.rpc's where they bring
 * none. The registry also has the other types of both. Placeholders replace what is missing, and unusable files are left out;
 * `problems` lists both.
 * @throws PluginError `schema` for files that declare too much, or of which too many cannot be used
 */
export function linkFiles(files: readonly RawFile[]): Linked {
	return runAtOnce(linkSteps(files));
}

/** The steps of {@link linkFiles}. @param wanted names of more known files to link */
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
		// Most faults show in a file alone, so one pass finds most of the faulty files.
		if (relinked === 0)
			for (const [file, reason] of faultyByThemselves(own))
				unusable.set(file, reason);
		const isProgress = usable.some(({ name }) => unusable.has(name));
		const isTooMuch = unusable.size > MAX_UNUSABLE || relinked > MAX_RELINKED;
		if (!isProgress || isTooMuch) throw tooManyUnusable(attempt.unusable);
	}
}

/** A full name that protobuf-es accepts. */
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
	// The server's versions of known files give only their comments.
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
	const { ordered, late } = needsFirst(needsOf(byName, uses));
	// Placeholders come first, because files use them without an import.
	const standIns = new Set([...placeholders, ...stubs].map(({ name }) => name));
	const first = new Set(placeholders.map(({ name }) => name));
	const sorted = [...first, ...ordered.filter((name) => !first.has(name))];
	const filesOf = (names: readonly string[]) =>
		names.flatMap((name) => byName.get(name) ?? []);
	const built = buildRegistry(
		filesOf(sorted),
		filesOf([...late]).map(outlineOf),
	);
	if (built.kind === "unusable")
		return unlinkable([[built.file, built.reason]]);
	return {
		kind: "linked",
		registry: layeredRegistry(built.registry, knownRegistry),
		ordered: ordered.filter((name) => !standIns.has(name)),
		problems,
	};
}

/** Returns what each file needs: its imports, and the files whose types it uses. */
function needsOf(
	files: ReadonlyMap<string, FileDescriptorProto>,
	uses: ReadonlyMap<string, Iterable<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
	return new Map(
		[...files].map(([name, { dependency }]) => [
			name,
			new Set([...dependency, ...(uses.get(name) ?? [])]),
		]),
	);
}

function unlinkable(
	reasons: readonly (readonly [file: string, reason: string])[],
): Attempt {
	return { kind: "unusable", unusable: new Map(reasons) };
}

/** Empties a file that has google/protobuf's types under another path. This program's own types are used instead. */
function withoutWellKnownTypes(file: FileDescriptorProto): FileDescriptorProto {
	if (file.package !== "google.protobuf") return file;
	const [first] = elementsOf(file);
	return first !== undefined && isWellKnownType(first.name)
		? emptyFile(file.name)
		: file;
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
