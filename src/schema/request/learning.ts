import type { Registry } from "@bufbuild/protobuf";
import type { RequestOptions } from "../codec.ts";
import { notingRegistry } from "../link/noting-registry.ts";

/**
 * Reads a message. If it packs types that the registry lacks, asks for them with `learn`, and reads the message again once the
 * registry has any of them.
 * @throws what `read` throws
 */
export async function readLearning<T>(
	{ registry, learn }: Pick<RequestOptions, "registry" | "learn">,
	read: (registry: Registry) => T,
): Promise<T> {
	if (learn === undefined) return read(registry);
	for (;;) {
		const lacking = new Set<string>();
		try {
			return read(notingRegistry(registry, lacking));
		} catch (fault) {
			if (lacking.size === 0 || (await learn(lacking)) === "none") throw fault;
		}
	}
}
