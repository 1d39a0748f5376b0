import type { PodEvent, PodQuery } from "../../../../src/kubernetes/target.ts";
import { watchPods } from "../../../../src/kubernetes/targets/watch-pods.ts";
import type { FakeApi, FakeObject } from "./fake-api.ts";
import { replica, workload } from "./objects.ts";

/** Returns an event as `appeared deploy/x x-1`, `synced` or `interrupted boom`. */
function brief(event: PodEvent): string {
	switch (event.type) {
		case "synced":
			return "synced";
		case "interrupted":
		case "refused":
			return `${event.type} ${event.error.message}`;
		case "without-pods":
			return [
				"without pods:",
				...event.targets.map(({ error }) => error.message),
			].join(" ");
		default:
			return `${event.type} ${event.target.origin} ${event.target.pod.name}`;
	}
}

/**
 * Follows targets. `next` waits for so many events and returns them. An event of a target without pods is included only on
 * request.
 */
export function follow(
	api: FakeApi,
	asked: PodQuery,
	lack: "told" | "left out" = "left out",
	absent: "refused" | "awaited" = "refused",
) {
	const control = new AbortController();
	const events = watchPods(api, asked, { signal: control.signal, absent });
	const next = async (count: number): Promise<readonly string[]> => {
		const seen: string[] = [];
		while (seen.length < count) {
			const { value, done } = await events.next();
			if (done) break;
			if (lack === "told" || value.type !== "without-pods")
				seen.push(brief(value));
		}
		return seen;
	};
	/** Reads events up to this one. */
	const until = async (last: string): Promise<void> => {
		for (;;) {
			const [seen] = await next(1);
			if (seen === last) return;
			if (seen === undefined)
				throw new Error(`the watch ended before: ${last}`);
		}
	};
	return { events, next, until, stop: () => control.abort() };
}

/** The Deployment that is followed. */
export const deployment = workload("Deployment", "web");
/** Its pod web-5d4f8b-a. */
export const a = replica("web", "a");
/** Returns a pod that is not Ready yet. */
export const notReady = (
	object: FakeObject & { readonly status?: object | undefined },
): FakeObject =>
	({ ...object, status: { ...object.status, conditions: [] } }) as FakeObject;
