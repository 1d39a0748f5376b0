import { isWellKnownFile } from "../known/known-files.ts";
import {
	elementsOf,
	inScope,
	messagesOf,
	serviceNamesOf,
	typesIn,
} from "./elements.ts";
import type { RawFile } from "./raw-file.ts";
import {
	type Reference,
	referencesOf,
	resolveReference,
} from "./references.ts";
import type { Steps } from "./steps.ts";

/** Files by name and by the symbols that they define. */
export type FileStore = {
	/** Adds a file. Of two files with one name the first stays. */
	readonly add: (file: RawFile) => void;
	readonly get: (name: string) => RawFile | undefined;
	/** Returns the file that defines a symbol: a type, service, method, extension, field, oneof or enum value. */
	readonly find: (symbol: string) => RawFile | undefined;
	/** Returns the file that defines a message or an enum. */
	readonly findType: (name: string) => RawFile | undefined;
	/** Whether a file defines a message, enum, service or extension of that name, which is what a registry finds by name. */
	readonly declares: (name: string) => boolean;
	readonly size: () => number;
	/** The files in the order in which they were added. */
	readonly files: () => readonly RawFile[];
	/** Full names of all symbols, for hints. */
	readonly symbols: () => readonly string[];
	/** Full names of the services, sorted. */
	readonly services: () => readonly string[];
	/** The numbers of a message's extensions in this store. */
	readonly extensionNumbers: (type: string) => ReadonlySet<number>;
};

/** Returns a store of the given files. */
export function createFileStore(files: readonly RawFile[] = []): FileStore {
	const byName = new Map<string, RawFile>();
	const byType = new Map<string, RawFile>();
	const byService = new Map<string, RawFile>();
	const extensions = new Map<string, Set<number>>();
	const extensionNames = new Set<string>();
	// Lookups of methods, extensions, fields and enum values are rare, so this index is built at the first one.
	const bySymbol = new Map<string, RawFile>();
	const unread: RawFile[] = [];
	const allSymbols = () => {
		for (const file of unread.splice(0))
			for (const { name } of elementsOf(file.proto))
				if (!bySymbol.has(name)) bySymbol.set(name, file);
		return bySymbol;
	};
	const store: FileStore = {
		add(file) {
			if (byName.has(file.name)) return;
			byName.set(file.name, file);
			unread.push(file);
			for (const { name } of typesIn(file.proto))
				if (!byType.has(name)) byType.set(name, file);
			for (const name of serviceNamesOf(file.proto))
				if (!byService.has(name)) byService.set(name, file);
			for (const { name, extendee, number } of extensionsOf(file)) {
				extensionNames.add(name);
				const type = extendee.name.replace(/^\./, "");
				const numbers = extensions.get(type) ?? new Set();
				extensions.set(type, numbers.add(number));
			}
		},
		get: (name) => byName.get(name),
		find: (symbol) =>
			byType.get(symbol) ?? byService.get(symbol) ?? allSymbols().get(symbol),
		findType: (name) => byType.get(name),
		declares: (name) =>
			byType.has(name) || byService.has(name) || extensionNames.has(name),
		size: () => byName.size,
		files: () => [...byName.values()],
		symbols: () => [...allSymbols().keys()],
		services: () => [...byService.keys()].sort(),
		extensionNumbers: (type) => extensions.get(type) ?? new Set(),
	};
	for (const file of files) store.add(file);
	return store;
}

type ExtensionOf = {
	readonly name: string;
	/** The extended message. */
	readonly extendee: Pick<Reference, "name" | "scope">;
	readonly number: number;
};

function* extensionsOf({ proto }: RawFile): Generator<ExtensionOf> {
	const scopes = messagesOf(proto).map(({ name, message }) => ({
		scope: name,
		extension: message.extension,
	}));
	const all = [{ scope: proto.package, extension: proto.extension }, ...scopes];
	for (const { scope, extension } of all)
		for (const { name, extendee, number } of extension)
			yield {
				name: inScope(scope, name),
				extendee: { name: extendee, scope },
				number,
			};
}

/**
 * Returns the names of the files that the named files need: themselves, their imports, and the files that define the types they
 * use. A name that the store does not have is left out.
 * @param besides returns the names of files that a file brings along
 */
export function* closureOf(
	store: FileStore,
	names: Iterable<string>,
	besides: (name: string) => readonly string[] = () => [],
): Steps<ReadonlySet<string>> {
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
		yield;
	}
	return found;
}

/** Returns the file of the store that defines the type of a reference. */
export function fileOfReference(
	store: FileStore,
	reference: Pick<Reference, "name" | "scope">,
): RawFile | undefined {
	const isType = (name: string) => store.findType(name) !== undefined;
	const type = resolveReference(reference, isType);
	return type === undefined ? undefined : store.findType(type);
}

/**
 * Returns the closure of files, with the files that extend their messages and what those need. Extensions of google/protobuf's
 * messages do not count: they are custom options, which no request carries.
 */
export function* closureWithExtensions(
	store: FileStore,
	names: Iterable<string>,
): Steps<ReadonlySet<string>> {
	const extending = yield* extendingFiles(store);
	return yield* closureOf(store, names, (name) => extending.get(name) ?? []);
}

/** For each file, the names of the files that extend its messages. */
function* extendingFiles(
	store: FileStore,
): Steps<ReadonlyMap<string, readonly string[]>> {
	const extending = new Map<string, string[]>();
	for (const file of store.files()) {
		for (const { extendee } of extensionsOf(file)) {
			const extended = fileOfReference(store, extendee)?.name;
			if (extended === undefined || isWellKnownFile(extended)) continue;
			const names = extending.get(extended);
			if (names === undefined) extending.set(extended, [file.name]);
			else names.push(file.name);
		}
		yield;
	}
	return extending;
}
