import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConfigMap } from "../../../../src/sandbox/objects/cluster.ts";
import type { Change } from "../../../../src/sandbox/store/history.ts";
import { createStore } from "../../../../src/sandbox/store/store.ts";

function configMap(name: string, value = ""): ConfigMap {
	return {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: {
			name,
			namespace: "a",
			uid: `a/${name}`,
			resourceVersion: "",
			creationTimestamp: "",
		},
		data: { value },
	};
}

describe("store", () => {
	test("numbers writes across resources, and writes nothing that is the same", () => {
		const store = createStore({ historyLimit: 10 });
		const first = store.put("configmaps", configMap("x"));
		expect(store.put("configmaps", first)).toBe(first);
		const second = store.put("configmaps", { ...first, data: { value: "2" } });
		expect(Number(second.metadata.resourceVersion)).toBe(
			Number(first.metadata.resourceVersion) + 1,
		);
		expect(store.get("configmaps", "x", "a")).toBe(second);
		expect(store.get("configmaps", "x", "b")).toBeUndefined();
	});

	test("tells of changes in the order they were made, even of those that a listener makes", () => {
		const store = createStore({ historyLimit: 10 });
		const seen: string[] = [];
		store.subscribe(({ object }) => {
			if (object.metadata.name === "first")
				store.put("configmaps", configMap("second"));
		});
		store.subscribe(({ object }) => seen.push(object.metadata.name));
		store.put("configmaps", configMap("first"));
		expect(seen).toEqual(["first", "second"]);
	});

	test("does not remove another object of the same name", () => {
		const store = createStore({ historyLimit: 10 });
		const old = store.put("configmaps", configMap("x"));
		store.remove("configmaps", {
			...old,
			metadata: { ...old.metadata, uid: "another" },
		});
		expect(store.list("configmaps")).toEqual([old]);
	});

	test("forgets the oldest changes, and all of them when compacted", () => {
		const store = createStore({ historyLimit: 4 });
		const start = store.revision();
		for (let round = 0; round < 6; round++)
			store.put("configmaps", configMap("x", String(round)));
		expect(store.since(start)).toBeUndefined();
		expect(store.since(store.revision())).toEqual([]);
		expect(store.since(store.oldest())).toBeDefined();
		store.compact();
		expect(store.since(store.revision() - 1)).toBeUndefined();
		expect(store.since(store.revision())).toEqual([]);
	});

	test("shows every past moment that it remembers, and the changes since then", () => {
		const operation = fc.record({
			name: fc.constantFrom("p", "q", "r"),
			value: fc.option(fc.constantFrom("1", "2", "3")),
		});
		fc.assert(
			fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
				const store = createStore({ historyLimit: 1000 });
				const moments = new Map<number, readonly ConfigMap[]>();
				const told: Change[] = [];
				store.subscribe((change) => told.push(change));
				for (const { name, value } of operations) {
					moments.set(store.revision(), store.list("configmaps"));
					const present = store.get("configmaps", name, "a");
					if (value !== null)
						store.put("configmaps", {
							...(present ?? configMap(name)),
							data: { value },
						});
					else if (present) store.remove("configmaps", present);
				}
				for (const [revision, objects] of moments) {
					expect(store.listAt("configmaps", revision)).toEqual(objects);
					expect(store.since(revision)).toEqual(
						told.filter((change) => change.revision > revision),
					);
				}
			}),
		);
	});
});
