import { expect, test } from "vitest";
import type { PodEvent } from "../../../../src/kubernetes/target.ts";
import { findPods } from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { fakeApi } from "./fake-api.ts";
import { a, deployment, follow } from "./following.ts";
import { service, terminating } from "./objects.ts";
import { query } from "./query.ts";

const users = service("users", {
	selector: { app: "web" },
	ports: [{ port: 80, targetPort: 50051 }],
});
const orders = service("orders", {
	selector: { app: "web" },
	ports: [{ port: 80, targetPort: 50061 }],
});
const objects = [deployment, users, orders, a];
const NOT_ASKED =
	"svc/orders leads to port 50061 of pods that are asked on port 50051, for svc/users";

/** Returns what each target lacks that leads to the same pod. */
async function lackingOf(...words: readonly string[]) {
	const { signal } = new AbortController();
	const found = await findPods(fakeApi(objects), query(words), { signal });
	return found.lacking.map(({ origin, lacks, error: { message } }) => [
		origin,
		lacks,
		message,
	]);
}

test("a target whose pods are asked on another port is not asked, and that is said", async () => {
	expect(await lackingOf("svc/users", "svc/orders")).toEqual([
		["svc/orders", "port", NOT_ASKED],
	]);
});

test("two targets that lead to the same port lack nothing", async () => {
	expect(await lackingOf("svc/users", "svc/users")).toEqual([]);
});

test("it is said of a target that is followed, until it leads to no such pod", async () => {
	const api = fakeApi(objects);
	const { until, next, stop } = follow(
		api,
		query(["svc/users", "svc/orders"]),
		"told",
	);
	await until(`without pods: ${NOT_ASKED}`);
	await until("synced");
	api.apply(terminating(a));
	expect(await next(2)).toEqual([
		"changed svc/users web-5d4f8b-a",
		"without pods:",
	]);
	stop();
});

test.each(["namespace", "all-namespaces"] as const)(
	"where a target was looked for is said of one that lacks something: %s",
	async (scope) => {
		const asked = query([], { selector: "app=none", scope });
		const expected = scope === "namespace" ? "shop" : undefined;
		const api = fakeApi(objects);
		const { signal } = new AbortController();
		const { lacking } = await findPods(api, asked, { signal });
		expect(lacking.map(({ namespace }) => namespace)).toEqual([expected]);
		const { events, stop } = follow(api, asked, "told");
		const told: PodEvent = (await events.next()).value;
		if (told.type !== "without-pods") expect.unreachable();
		expect(told.targets.map(({ namespace }) => namespace)).toEqual([expected]);
		stop();
	},
);
