import { expect, onTestFinished, test } from "vitest";
import { loadLoggedCluster } from "../../../src/cli/logged-cluster.ts";
import { readObject } from "../../../src/kubernetes/api/read-object.ts";
import { startRecordingServer } from "../kubernetes/access/recording-server.ts";
import { errorOf } from "../plugin-error.ts";

test("a read that the API server puts off for long says so, once for all that wait", async () => {
	const server = await startRecordingServer({
		answer: (_, response) => {
			response.writeHead(429, { "Retry-After": "20" }).end();
		},
	});
	onTestFinished(() => server.close());
	const ending = new AbortController();
	const notes: string[] = [];
	const cluster = await loadLoggedCluster({ server: server.url }, undefined, {
		env: {},
		stderr: {
			write: (text) => {
				notes.push(text);
			},
		},
	});
	const read = (path: string) =>
		errorOf(
			readObject(cluster, () => ({}), {
				path,
				query: {},
				signal: ending.signal,
			}),
			"cancelled",
		);
	const reads = ["/a", "/b"].map(read);
	await expect.poll(() => notes).toHaveLength(1);
	cluster.log?.({ kind: "pause", reason: "c", pauseMs: 20_000 });
	ending.abort();
	await Promise.all(reads);
	expect(notes).toEqual([
		`waiting 20s: the API server ${server.url} refuses more requests for now\n`,
	]);
});

test("short pauses are not told", async () => {
	const notes: string[] = [];
	const cluster = await loadLoggedCluster(
		{ server: "http://127.0.0.1:1" },
		undefined,
		{ env: {}, stderr: { write: (text) => notes.push(text) } },
	);
	cluster.log?.({ kind: "pause", reason: "busy", pauseMs: 2_999 });
	expect(notes).toEqual([]);
	cluster.log?.({ kind: "pause", reason: "busy", pauseMs: 3_000 });
	expect(notes).toEqual(["waiting 3s: busy\n"]);
});
