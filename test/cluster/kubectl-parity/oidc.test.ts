import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startRecordingServer } from "../../unit/kubernetes/access/recording-server.ts";
import {
	authorization,
	base64,
	bothFail,
	contents,
	type Entry,
	kubeconfig,
	useBench,
	withHome,
} from "./bench.ts";
import { byKubectl, byUs } from "./both.ts";

const bench = useBench();

/** Returns a JWT without a valid signature. kubectl does not check it either. */
function idToken(endsInSeconds: number): string {
	const exp = Math.floor(Date.now() / 1000) + endsInSeconds;
	const claims = Buffer.from(JSON.stringify({ exp })).toString("base64url");
	return `e30.${claims}.c2ln`;
}

type Asked = { readonly authorization: string; readonly form: string };

/** Starts an identity provider over http with one fixed answer. It accepts the client's secret only in `secretIn`. */
async function startProvider(secretIn: "header" | "form", answer: Entry) {
	const asked: Asked[] = [];
	const listener: RequestListener = (request, response) => {
		response.setHeader("content-type", "application/json");
		if (request.method === "GET")
			return response.end(
				JSON.stringify({ token_endpoint: `${provider.url}/token` }),
			);
		return text(request).then((form) => {
			const login = request.headers.authorization ?? "none";
			asked.push({ authorization: login, form: sorted(form) });
			const isRight = (secretIn === "form") === form.includes("client_secret");
			response.statusCode = isRight ? 200 : 401;
			response.end(JSON.stringify(isRight ? answer : { error: "no" }));
		});
	};
	const provider = await startRecordingServer({ answer: listener });
	return { provider, asked };
}

function sorted(form: string): string {
	return form.split("&").sort().join("&");
}

function user(url: string, more: Entry): Entry {
	const config = {
		"idp-issuer-url": `${url}/`,
		"client-id": "me & you",
		"client-secret": "s:cret",
		...more,
	};
	return { "auth-provider": { name: "oidc", config } };
}

test.each(["header", "form"] as const)(
	"an ended id-token is renewed and saved, the client's secret in the %s",
	async (secretIn) => {
		const renewed = idToken(600);
		const { provider, asked } = await startProvider(secretIn, {
			access_token: "a",
			token_type: "Bearer",
			id_token: renewed,
			refresh_token: "second",
		});
		const results = [];
		for (const run of [byKubectl, byUs]) {
			const first = { "id-token": idToken(-1), "refresh-token": "first" };
			const flags = {
				kubeconfig: kubeconfig(bench, user(provider.url, first)),
			};
			const outcome = await run(bench.server, {
				flags,
				env: withHome(bench),
			});
			const saved: unknown = parse(contents(bench, "config"));
			results.push({ outcome, saved, asked: asked.splice(0) });
		}
		const [theirs, ours] = results;
		expect(ours?.outcome).toEqual(theirs?.outcome);
		expect(ours?.asked).toEqual(theirs?.asked);
		expect(ours?.asked.length).toBe(secretIn === "header" ? 1 : 2);
		expect(ours?.saved).toMatchObject({
			users: [
				{
					user: user(provider.url, {
						"id-token": renewed,
						"refresh-token": "second",
					}),
				},
			],
		});
		expect(theirs?.saved).toMatchObject(Object(ours?.saved));
		await provider.close();
	},
);

test("a valid id-token is sent as it is", async () => {
	const token = idToken(600);
	const flags = {
		kubeconfig: kubeconfig(
			bench,
			user("http://127.0.0.1:1", { "id-token": token }),
		),
	};
	const ours = await byUs(bench.server, { flags, env: withHome(bench) });
	const theirs = await byKubectl(bench.server, { flags, env: withHome(bench) });
	expect(ours).toEqual(theirs);
	if (ours.kind === "failed") throw new Error(ours.message);
	expect(authorization(ours.arrival)).toBe(`Bearer ${token}`);
});

test.each([
	["no refresh-token", { "id-token": idToken(-1) }],
	["no provider there", { "refresh-token": "r" }],
	["no client-id", { "refresh-token": "r", "client-id": "" }],
])("refused: %s", async (_name, config) => {
	const path = kubeconfig(bench, user("http://127.0.0.1:1", config));
	await bothFail(bench, { flags: { kubeconfig: path } });
});

test("a provider that returns no id-token makes both fail", async () => {
	const { provider } = await startProvider("header", { access_token: "a" });
	const path = kubeconfig(bench, user(provider.url, { "refresh-token": "r" }));
	const message = await bothFail(bench, { flags: { kubeconfig: path } });
	expect(message).toContain("id_token");
	expect(message).not.toContain(base64("s:cret"));
	await provider.close();
});
