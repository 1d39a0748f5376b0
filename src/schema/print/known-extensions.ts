import {
	type DescExtension,
	type DescMessage,
	getExtension,
	type Message,
	type Registry,
} from "@bufbuild/protobuf";

/** Returns the extension fields of a message whose extensions the registry has. It skips a field whose bytes do not parse. */
export function knownExtensions(
	type: DescMessage,
	message: Message,
	registry: Registry,
): readonly { readonly extension: DescExtension; readonly value: unknown }[] {
	const numbers = new Set((message.$unknown ?? []).map(({ no }) => no));
	return [...numbers].flatMap((number) => {
		const extension = registry.getExtensionFor(type, number);
		if (extension === undefined) return [];
		try {
			return [{ extension, value: getExtension(message, extension) }];
		} catch {
			return [];
		}
	});
}
