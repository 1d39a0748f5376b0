// A server may write any line into a watch. A line that is no event is reported as an interruption.
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createApiClient } from "../../../../src/kubernetes/api.ts";
import { loadCluster } from "../../../../src/kubernetes/cluster.ts";
import { watchPods } from "../../../../src/kubernetes/targets/watch-pods.ts";
import { mutated } from "../../mutated.ts";
import { startRecordingServer } from "../access/recording-server.ts";
import answers from "../testdata/answers.json" with { type: "json" };
import { query } from "./query.ts";

const LAST = "last";
const [first] = answers["/api/v1/namespaces/default/pods"].items;
if (first === undefined) throw new Error("it has a pod");
const event = { type: "MODIFIED", object: first };
const lastPod = {
	...first,
	metadata: { ...first.metadata, name: LAST, uid: LAST, resourceVersion: "9" },
};

/** Watches the pods of a workload while these lines come, and one more pod. Returns how that ended. */
async function seenOf(lines: () => readonly string[]) {
	const server = await startRecordingServer({
		answer: (request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
			const isOfPods = pathname.endsWith("/pods");
			if (!searchParams.has("watch")) {
				const list = answers["/api/v1/namespaces/default/pods"];
				const none = { metadata: {}, items: [] };
				response.end(JSON.stringify(isOfPods ? list : none));
				return;
			}
			response.writeHead(200).flushHeaders();
			if (!isOfPods) return;
			const last = JSON.stringify({ type: "ADDED", object: lastPod });
			response.write(`${[...lines(), last].join("\n")}\n`);
		},
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster({ server: server.url }, {});
	const api = createApiClient(cluster);
	return async (): Promise<string> => {
		const ending = new AbortController();
		const asked = { ...query([]), namespace: "default", selector: "app" };
		try {
			for await (const seen of watchPods(api, asked, {
				signal: ending.signal,
			})) {
				if (seen.type === "interrupted") return seen.error.message;
				if (seen.type === "appeared" && seen.target.pod.name === LAST)
					return "all read";
			}
			return "ended";
		} finally {
			ending.abort();
		}
	};
}

test.each([
	["a type of its own", '{"type":"NEW","object":{}}', "all read"],
	[
		"a bookmark",
		'{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"5"}}}',
		"all read",
	],
	["the ends of lines as on Windows", `${JSON.stringify(event)}\r`, "all read"],
	["an empty line", "", "all read"],
	[
		"a bookmark without an object",
		'{"type":"BOOKMARK"}',
		"watch event that is none",
	],
	[
		"two documents",
		`${JSON.stringify(event)}${JSON.stringify(event)}`,
		"watch event that is none",
	],
	["no object", "null", "watch event that is none"],
	[
		"a version that is a number",
		'{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":5}}}',
		"object.metadata.resourceVersion must be a text, not a number",
	],
	[
		"a pod without a name",
		'{"type":"ADDED","object":{"metadata":{}}}',
		"object.metadata.name is missing",
	],
])("%s", async (_, line, says) => {
	const watch = await seenOf(() => [line]);
	expect(await watch()).toContain(says);
});

test("whatever one value of an event is, it is read, or interrupts the watch", async () => {
	let lines: readonly string[] = [];
	const watch = await seenOf(() => lines);
	await fc.assert(
		fc.asyncProperty(mutated(event), async (other) => {
			lines = [JSON.stringify(other)];
			expect(await watch()).toMatch(/^all read$|watch event that is none/);
		}),
		{ numRuns: 150 },
	);
});
