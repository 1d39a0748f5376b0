import type { ReflectionSession } from "./reflection.ts";

/** A session that is opened with its first question. When it cannot be, each question rejects with the reason. */
export function deferredReflection(
	open: () => Promise<ReflectionSession>,
): ReflectionSession {
	let opening: Promise<ReflectionSession> | undefined;
	let session: ReflectionSession | undefined;
	const opened = () => {
		opening ??= open().then((found) => {
			session = found;
			return found;
		});
		return opening;
	};
	return {
		listServices: async () => (await opened()).listServices(),
		fileContainingSymbol: async (symbol) =>
			(await opened()).fileContainingSymbol(symbol),
		fileByFilename: async (name) => (await opened()).fileByFilename(name),
		fileContainingExtension: async (type, number) =>
			(await opened()).fileContainingExtension(type, number),
		allExtensionNumbers: async (type) =>
			(await opened()).allExtensionNumbers(type),
		version: () => session?.version(),
		close() {
			opening?.then(
				(found) => found.close(),
				() => undefined,
			);
		},
	};
}
