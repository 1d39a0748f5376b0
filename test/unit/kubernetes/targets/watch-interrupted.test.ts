// The events of a watch about targets whose pods are not followed, before and after the API server was unreachable.
import { expect, test } from "vitest";
import { watchPods } from "../../../../src/kubernetes/targets/watch-pods.ts";
import { fakeApi } from "./fake-api.ts";
import { pod, service } from "./objects.ts";
import { query } from "./query.ts";

const selecting = (name: string) =>
	service(name, { selector: { app: name }, ports: [{ port: 80 }] });
const alias = (name: string) =>
	service(name, { type: "ExternalName", externalName: `${name}.example.com` });
const podOf = (name: string) => pod(`${name}-1`, { labels: { app: name } });

/** Watches targets. `next` returns the next event that says whether pods are followed. */
function followed(api: ReturnType<typeof fakeApi>, targets: readonly string[]) {
	const control = new AbortController();
	const events = watchPods(api, query(targets), { signal: control.signal });
	const next = async (): Promise<string> => {
		for (;;) {
			const { value } = await events.next();
			if (value?.type === "synced") return "synced";
			if (value?.type === "refused" || value?.type === "interrupted")
				return `${value.type} ${value.error.message}`;
		}
	};
	return { next, stop: () => control.abort() };
}

const isAlias = (name: string) =>
	`refused svc/${name} is of type ExternalName: an alias of ${name}.example.com in DNS, with no pods behind it`;

test("why a target is not followed is reported again after the API server was unreachable", async () => {
	const api = fakeApi([selecting("web"), podOf("web")]);
	const { next, stop } = followed(api, ["svc/web"]);
	expect(await next()).toBe("synced");
	api.apply(alias("web"));
	expect(await next()).toBe(isAlias("web"));
	api.interrupt(new Error("the API server is away"));
	expect(await next()).toBe("interrupted the API server is away");
	api.heal({ labelSelector: "app=web" });
	expect(await next()).toBe(isAlias("web"));
	api.apply(selecting("web"));
	expect(await next()).toBe("synced");
	stop();
});

test("of two targets that are not followed, the remaining one is reported", async () => {
	const api = fakeApi(
		["a", "b"].flatMap((name) => [selecting(name), podOf(name)]),
	);
	const { next, stop } = followed(api, ["svc/a", "svc/b"]);
	expect(await next()).toBe("synced");
	api.apply(alias("a"));
	expect(await next()).toBe(isAlias("a"));
	api.apply(alias("b"));
	expect(await next()).toBe(isAlias("b"));
	api.apply(selecting("b"));
	expect(await next()).toBe(isAlias("a"));
	api.apply(selecting("a"));
	expect(await next()).toBe("synced");
	stop();
});

test("a target that is deleted while it is not followed is waited for like any other", async () => {
	const api = fakeApi([selecting("web"), podOf("web")]);
	const { next, stop } = followed(api, ["svc/web"]);
	expect(await next()).toBe("synced");
	api.apply(alias("web"));
	expect(await next()).toBe(isAlias("web"));
	api.remove(alias("web"));
	expect(await next()).toBe("synced");
	stop();
});
