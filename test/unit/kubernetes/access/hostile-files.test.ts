// A kubeconfig, and the output of the program that it names, may hold anything. The plugin reports it in one line.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { readExecCredential } from "../../../../src/kubernetes/access/exec-credential.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { runInProcess } from "../../../in-process.ts";
import { mutated } from "../../mutated.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
const authority = await createAuthority();
const { certificate, key } = await authority.issue({ commonName: "jane" });
const V1 = "client.authentication.k8s.io/v1";

/** Returns a kubeconfig with every field. Nobody listens at its server. */
const configWith = (user: object) => ({
	kind: "Config",
	apiVersion: "v1",
	"current-context": "c",
	preferences: {},
	clusters: [
		{
			name: "k",
			cluster: {
				server: "https://127.0.0.1:1",
				"tls-server-name": "kubernetes",
				"certificate-authority-data": btoa(authority.certificate),
				"disable-compression": true,
				extensions: [
					{
						name: "client.authentication.k8s.io/exec",
						extension: { audience: "a" },
					},
				],
			},
		},
	],
	users: [{ name: "u", user }],
	contexts: [
		{ name: "c", context: { cluster: "k", user: "u", namespace: "n" } },
	],
});

const USERS = {
	token: { token: "t", as: "jane", "as-uid": "1", "as-groups": ["a"] },
	certificate: {
		"client-certificate-data": btoa(certificate),
		"client-key-data": btoa(key),
		"as-user-extra": { scopes: ["a", "b"] },
		as: "jane",
	},
	password: { username: "jane", password: "p" },
	exec: {
		exec: {
			apiVersion: V1,
			command: "/nonexistent/plugin",
			args: ["a"],
			env: [{ name: "A", value: "b" }],
			interactiveMode: "Never",
			provideClusterInfo: true,
			installHint: "install it",
		},
	},
	oidc: {
		"auth-provider": {
			name: "oidc",
			config: {
				"idp-issuer-url": "https://127.0.0.1:1",
				"client-id": "me",
				"refresh-token": "r",
				"id-token": "a.b.c",
			},
		},
	},
};

describe.each(Object.entries(USERS))("a kubeconfig with a %s", (_, user) => {
	test("is read, or refused in a line, whatever one value of it is", async () => {
		await fc.assert(
			fc.asyncProperty(mutated(configWith(user)), async (config) => {
				const path = folder.write("config", JSON.stringify(config));
				const { stdout, stderr, status } = await runInProcess(
					["health", "deploy/x"],
					{ env: { HOME: "/nonexistent", KUBECONFIG: path } },
				);
				expect(stdout).toBe("");
				expect(stderr).toMatch(/^error: /);
				expect(stderr).not.toContain("this is a bug");
				expect(status).toBe(1);
			}),
			{ numRuns: 60 },
		);
	});
});

test("what an exec plugin prints is a credential, or told in a line, whatever one value of it is", async () => {
	const credential = {
		kind: "ExecCredential",
		apiVersion: V1,
		status: {
			token: "t",
			clientCertificateData: certificate,
			clientKeyData: key,
			expirationTimestamp: "2026-01-01T00:00:00Z",
		},
	};
	const plugin = {
		apiVersion: V1,
		command: "plugin",
		args: [],
		env: [],
		interactiveMode: "Never",
		provideClusterInfo: false,
		installHint: undefined,
	} as const;
	await fc.assert(
		fc.asyncProperty(mutated(credential), async (output) => {
			const outcome = await readExecCredential(
				JSON.stringify(output),
				plugin,
			).catch((caught: unknown) => caught);
			if (!(outcome instanceof Error)) return;
			expect(outcome).toBeInstanceOf(PluginError);
			expect(outcome.message).not.toContain("the file");
		}),
		{ numRuns: 200 },
	);
});
