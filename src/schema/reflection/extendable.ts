import type {
	DescriptorProto,
	FileDescriptorProto,
	ServiceDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { inScope, messagesOf } from "../link/elements.ts";
import type { FileStore } from "../link/file-store.ts";
import { resolveReference } from "../link/references.ts";

/** Returns the full names of the extensible messages that symbols can carry. A symbol is a service, a method or a message. */
export function reachableExtendable(
	store: FileStore,
	symbols: readonly string[],
): readonly string[] {
	const found = new Set<string>();
	const extendable: string[] = [];
	const left = symbols.flatMap((symbol) => startingTypes(store, symbol));
	for (let name = left.pop(); name !== undefined; name = left.pop()) {
		if (found.has(name)) continue;
		found.add(name);
		const message = messageOf(store, name);
		if (message === undefined) continue;
		if (message.extensionRange.length > 0) extendable.push(name);
		left.push(...fieldTypes(store, name, message));
	}
	return extendable;
}

function startingTypes(store: FileStore, symbol: string): readonly string[] {
	const file = store.find(symbol)?.proto;
	const service = file?.service.find(({ name }) => {
		const full = inScope(file.package, name);
		return symbol === full || symbol.startsWith(`${full}.`);
	});
	return file === undefined || service === undefined
		? [symbol]
		: methodTypes(store, file, service);
}

function methodTypes(
	store: FileStore,
	file: FileDescriptorProto,
	service: ServiceDescriptorProto,
): readonly string[] {
	const scope = inScope(file.package, service.name);
	return service.method
		.flatMap(({ inputType, outputType }) => [inputType, outputType])
		.flatMap((name) => resolved(store, scope, name));
}

function fieldTypes(
	store: FileStore,
	scope: string,
	message: DescriptorProto,
): readonly string[] {
	return message.field
		.filter(({ typeName }) => typeName !== "")
		.flatMap(({ typeName }) => resolved(store, scope, typeName));
}

function resolved(
	store: FileStore,
	scope: string,
	name: string,
): readonly string[] {
	const isType = (type: string) => store.findType(type) !== undefined;
	const found = resolveReference({ name, scope }, isType);
	return found === undefined ? [] : [found];
}

const messages = new WeakMap<
	FileDescriptorProto,
	ReadonlyMap<string, DescriptorProto>
>();

function messageOf(
	store: FileStore,
	name: string,
): DescriptorProto | undefined {
	const file = store.findType(name)?.proto;
	if (file === undefined) return undefined;
	let known = messages.get(file);
	if (known === undefined) {
		known = new Map(messagesOf(file).map((each) => [each.name, each.message]));
		messages.set(file, known);
	}
	return known.get(name);
}
