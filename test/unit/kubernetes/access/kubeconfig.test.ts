import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type ContextEntry,
	type Kubeconfig,
	mergeKubeconfigs,
} from "../../../../src/kubernetes/access/kubeconfig.ts";

const NAMES = ["a", "b", "c"];

const context = fc.record<ContextEntry>({
	name: fc.constantFrom(...NAMES),
	cluster: fc.option(fc.string(), { nil: undefined }),
	user: fc.option(fc.string(), { nil: undefined }),
	namespace: fc.constant(undefined),
});

const kubeconfig = fc.record<Kubeconfig>({
	currentContext: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
	clusters: fc.constant(new Map()),
	users: fc.constant(new Map()),
	contexts: fc
		.array(context)
		.map((entries) => new Map(entries.map((entry) => [entry.name, entry]))),
});

test("the first file to say something wins, entry by entry", () => {
	fc.assert(
		fc.property(fc.array(kubeconfig), (files) => {
			const merged = mergeKubeconfigs(files);
			for (const name of NAMES) {
				const first = files.find((file) => file.contexts.has(name));
				expect(merged.contexts.get(name)).toBe(first?.contexts.get(name));
			}
			const said = files.map((file) => file.currentContext);
			expect(merged.currentContext).toBe(said.find(Boolean));
		}),
	);
});
