import type { RequestListener } from "node:http";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { refreshTokens } from "../../../../src/kubernetes/access/oidc-refresh.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { mutated } from "../../mutated.ts";
import { errorOf } from "../../plugin-error.ts";
import { tcpServer } from "../../tcp-server.ts";
import { startRecordingServer } from "./recording-server.ts";

const authority = await createAuthority();
const pair = await authority.issue({
	commonName: "idp",
	names: ["127.0.0.1", "localhost"],
});

const configOf = (issuer: string) => ({
	"idp-issuer-url": issuer,
	"client-id": "me",
	"client-secret": "s3cret",
	"refresh-token": "r3fresh",
	"idp-certificate-authority-data": btoa(authority.certificate),
});

async function start(answer: RequestListener, options = {}) {
	const server = await startRecordingServer({ ...options, answer });
	onTestFinished(() => server.close());
	return server;
}

test("a provider over TLS that names an endpoint without it is sent no refresh-token", async () => {
	const inTheClear = await start((_request, response) =>
		response.end(JSON.stringify({ id_token: "x" })),
	);
	const provider = await start(
		(_request, response) =>
			response.end(JSON.stringify({ token_endpoint: inTheClear.url })),
		{ pair },
	);
	const error = await errorOf(
		refreshTokens(configOf(provider.url), "jane", {}),
		"credentials",
	);
	expect(error.message).toContain("a token_endpoint without TLS");
	expect(inTheClear.requests).toEqual([]);
});

test("an answer without end is cut off", async () => {
	const closed = Promise.withResolvers<void>();
	const provider = await start((_request, response) => {
		response.once("close", closed.resolve);
		const more = () => {
			while (response.write(" ".repeat(64 * 1024)));
		};
		response.on("drain", more);
		more();
	});
	const error = await errorOf(
		refreshTokens(configOf(provider.url), "jane", {}),
		"credentials",
	);
	expect(error.message).toContain("answers no JSON");
	await closed.promise;
});

test("a line to paste quotes what a shell would act on", async () => {
	const error = await errorOf(
		refreshTokens({}, "jane; $(reboot)", {}),
		"kubeconfig",
	);
	expect(error.hint[0]).toContain("set-credentials 'jane; $(reboot)' ");
});

test("another protocol, which nobody has asked for, is no answer", async () => {
	const port = await tcpServer((socket) =>
		socket.once("data", () =>
			socket.write(
				"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
			),
		),
	);
	const error = await errorOf(
		refreshTokens(configOf(`http://127.0.0.1:${port}`), "jane", {}),
		"credentials",
	);
	expect(error.message).toContain("changes the protocol unasked");
});

test("an answer of any other shape is told, or is one", async () => {
	let body: unknown;
	const provider = await start((_, response) =>
		response.end(JSON.stringify(body)),
	);
	const answer = {
		token_endpoint: provider.url,
		id_token: "x",
		refresh_token: "y",
		error: "none",
	};
	await fc.assert(
		fc.asyncProperty(mutated(answer), async (other) => {
			body = other;
			const outcome = await refreshTokens(
				configOf(provider.url),
				"jane",
				{},
			).catch((caught: unknown) => caught);
			if (!(outcome instanceof Error)) return;
			expect(outcome).toMatchObject({ code: "credentials" });
			expect(outcome.message).not.toContain("the file");
		}),
		{ numRuns: 50 },
	);
});
