import { isWellKnownFile } from "../known/known-files.ts";
import { elementsOf, messagesOf, serviceNamesOf } from "./elements.ts";
import type { RawFile } from "./raw-file.ts";
import { type Reference, referencesOf, resolveName } from "./references.ts";

/** Files by name, and where each symbol is. */
export type FileStore = {
	/** Keeps a file; the first of a name stays. */
	readonly add: (file: RawFile) => void;
	readonly get: (name: string) => RawFile | undefined;
	/** The file that a symbol is defined in: a type, service, method, extension, field, oneof or enum value. */
	readonly find: (symbol: string) => RawFile | undefined;
	readonly size: () => number;
	/** In the order in which they came. */
	readonly files: () => readonly RawFile[];
	/** Full names of all symbols, for hints. */
	readonly symbols: () => readonly string[];
	/** Full names of the services, sorted. */
	readonly services: () => readonly string[];
	/** The numbers of a message's extensions that are known. */
	readonly extensionNumbers: (type: string) => ReadonlySet<number>;
};

/** An empty store, or one of the given files. */
export function createFileStore(files: readonly RawFile[] = []): FileStore {
	const byName = new Map<string, RawFile>();
	const bySymbol = new Map<string, RawFile>();
	const extensions = new Map<string, Set<number>>();
	const store: FileStore = {
		add(file) {
			if (byName.has(file.name)) return;
			byName.set(file.name, file);
			for (const { name } of elementsOf(file.proto))
				if (!bySymbol.has(name)) bySymbol.set(name, file);
			for (const { type, number } of extensionsOf(file)) {
				const numbers = extensions.get(type) ?? new Set();
				extensions.set(type, numbers.add(number));
			}
		},
		get: (name) => byName.get(name),
		find: (symbol) => bySymbol.get(symbol),
		size: () => byName.size,
		files: () => [...byName.values()],
		symbols: () => [...bySymbol.keys()],
		services: () =>
			[...byName.values()].flatMap(({ proto }) => serviceNamesOf(proto)).sort(),
		extensionNumbers: (type) => extensions.get(type) ?? new Set(),
	};
	for (const file of files) store.add(file);
	return store;
}

function* extensionsOf({
	proto,
}: RawFile): Generator<{ readonly type: string; readonly number: number }> {
	const fields = [
		...proto.extension,
		...messagesOf(proto).flatMap(({ message }) => message.extension),
	];
	for (const { extendee, number } of fields)
		yield { type: extendee.replace(/^\./, ""), number };
}

/**
 * The files that those named need: themselves, their imports, and where the types are that they use. Names that nobody has are left out.
 * @param besides names of files that come with one
 */
export function closureOf(
	store: FileStore,
	names: Iterable<string>,
	besides: (name: string) => readonly string[] = () => [],
): ReadonlySet<string> {
	const found = new Set<string>();
	const left = [...names];
	for (let name = left.pop(); name !== undefined; name = left.pop()) {
		const file = store.get(name);
		if (file === undefined || found.has(name)) continue;
		found.add(name);
		for (const wanted of file.proto.dependency) left.push(wanted);
		for (const wanted of file.proto.optionDependency) left.push(wanted);
		for (const wanted of besides(name)) left.push(wanted);
		for (const reference of referencesOf(file.proto)) {
			const definedIn = fileOfReference(store, reference);
			if (definedIn !== undefined) left.push(definedIn.name);
		}
	}
	return found;
}

/** The file of a store that defines the type a reference means. */
export function fileOfReference(
	store: FileStore,
	reference: Reference,
): RawFile | undefined {
	const isKnown = (name: string) => store.find(name) !== undefined;
	const type = resolveName(reference, isKnown);
	return type === undefined ? undefined : store.find(type);
}

/** The closure of files, with the files that extend their messages and what those need. Extensions of google/protobuf's are custom options: no request has them. */
export function closureWithExtensions(
	store: FileStore,
	names: Iterable<string>,
): ReadonlySet<string> {
	const extending = extendingFiles(store);
	return closureOf(store, names, (name) => extending.get(name) ?? []);
}

/** For each file the files that extend its messages. */
function extendingFiles(
	store: FileStore,
): ReadonlyMap<string, readonly string[]> {
	const extending = new Map<string, string[]>();
	for (const file of store.files())
		for (const { type } of extensionsOf(file)) {
			const extended = store.find(type)?.name;
			if (extended === undefined || isWellKnownFile(extended)) continue;
			const names = extending.get(extended);
			if (names === undefined) extending.set(extended, [file.name]);
			else names.push(file.name);
		}
	return extending;
}
