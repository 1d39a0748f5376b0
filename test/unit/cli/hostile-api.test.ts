// An API server, or a proxy before it, may answer with anything. The plugin reports it in one line and does not crash.
import type { RequestListener } from "node:http";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { runInProcess } from "../../in-process.ts";
import { startRecordingServer } from "../kubernetes/access/recording-server.ts";
import answers from "../kubernetes/testdata/answers.json" with { type: "json" };
import { mutated } from "../mutated.ts";

type Answers = Readonly<Record<string, unknown>>;

/** Serves the sandbox's answers with some of them replaced. It opens no tunnel. */
async function startServer() {
	let now: Answers = answers;
	const answer: RequestListener = (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
		if (searchParams.get("watch") === "true") {
			response.writeHead(200).flushHeaders();
			return;
		}
		const body =
			now[pathname.replace("/v1/pods", "/v1/namespaces/default/pods")];
		response.writeHead(body === undefined ? 404 : 200);
		response.end(JSON.stringify(body ?? { kind: "Status" }));
	};
	const server = await startRecordingServer({ answer });
	onTestFinished(() => server.close());
	return {
		url: server.url,
		serve: (next: Answers) => {
			now = next;
		},
	};
}

const LINES: readonly (readonly [string, ...string[]])[] = [
	["health"],
	["health", "-A", "-o", "json"],
	["health", "deploy/user-service", "svc/user-service", "-o", "wide"],
	["list", "pod/user-service-j7x5q2hc4j-457kd", "-o", "yaml"],
	["list"],
	["call", "svc/user-service", "grpc.health.v1.Health/Check", "--via=service"],
];

describe.each(LINES.map((line) => ({ name: line.join(" "), line })))(
	"$name",
	({ line }) => {
		test("says what came of an answer that is none", {
			timeout: 120_000,
		}, async () => {
			const { url, serve } = await startServer();
			const paths = Object.keys(answers) as (keyof typeof answers)[];
			await fc.assert(
				fc.asyncProperty(
					fc
						.constantFrom(...paths)
						.chain((path) =>
							mutated(answers[path]).map((answer) => ({ path, answer })),
						),
					async ({ path, answer }) => {
						serve({ ...answers, [path]: answer });
						const { stdout, stderr, status } = await runInProcess(
							[
								...line,
								`--server=${url}`,
								"-n=default",
								"--connect-timeout=2s",
							],
							{ env: { HOME: "/nonexistent" } },
						);
						expect(stderr).not.toContain("this is a bug");
						expect(stderr).not.toMatch(/TypeError|\n\s+at /);
						expect(stdout + stderr).not.toBe("");
						expect(stderr).not.toMatch(/unknown flag|usage/);
						expect(status).toBeLessThan(5);
					},
				),
				{ numRuns: 100 },
			);
		});
	},
);
