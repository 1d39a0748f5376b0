import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { decodeKubeconfig } from "../../../../src/kubernetes/access/kubeconfig-decode.ts";
import { errorOf } from "../../plugin-error.ts";

const decode = (text: string) => decodeKubeconfig(text, "/home/jane/config");

async function messageOf(text: string): Promise<string> {
	const { code, message } = await errorOf(decode(text));
	return `${code}: ${message}`;
}

test.each([
	"",
	"# nothing\n",
	"null\n",
	"{}",
	"kind: Config\napiVersion: v1\n",
])("%j is an empty kubeconfig", async (text) => {
	const { clusters, users, contexts, currentContext } = await decode(text);
	expect([clusters.size, users.size, contexts.size]).toEqual([0, 0, 0]);
	expect(currentContext).toBeUndefined();
});

test("reads every kind of entry", async () => {
	const { clusters, users, contexts, currentContext } = await decode(`
current-context: x
clusters:
- name: c
  cluster:
    server: https://api
    insecure-skip-tls-verify: on
    certificate-authority-data: |
      aGVs
      bG8=
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: me}
users:
- name: u
  user:
    as: eve
    as-groups: [a, b]
    as-user-extra: {scopes: [view]}
    exec:
      command: aws
      apiVersion: client.authentication.k8s.io/v1beta1
      env: [{name: A, value: ""}]
contexts:
- name: x
  context: {cluster: c, user: u, namespace: shop}
`);
	expect(currentContext).toBe("x");
	expect(clusters.get("c")).toMatchObject({
		server: "https://api",
		insecureSkipTlsVerify: true,
		certificateAuthorityData: Buffer.from("hello"),
		execConfig: { audience: "me" },
	});
	expect(users.get("u")).toMatchObject({
		origin: "/home/jane/config",
		impersonate: {
			user: "eve",
			groups: ["a", "b"],
			extra: { scopes: ["view"] },
		},
		exec: {
			command: "aws",
			env: [{ name: "A", value: "" }],
			interactiveMode: "IfAvailable",
		},
	});
	expect(contexts.get("x")).toMatchObject({ cluster: "c", namespace: "shop" });
});

describe("says what is wrong, and in which line", () => {
	const place = "kubeconfig: /home/jane/config";
	test.each([
		["clusters: [\n", `${place}, line 2: not YAML`],
		["a: b\n\tc: d\n", `${place}, line 2: not YAML`],
		["a: *nowhere\n", `${place}: not YAML: Unresolved alias`],
		["- a\n", `${place}: the file must be a mapping, not a list`],
		["hello\n", `${place}: the file must be a mapping, not a text`],
		[
			"kind: Pod\napiVersion: v1\n",
			`${place}: is a Pod of v1, not a kubeconfig`,
		],
		[
			"\nclusters:\n- name: 7\n",
			`${place}, line 3: clusters[0].name must be a text, not a number`,
		],
		[
			"users:\n- name: a\n  user:\n    token: 123\n",
			`${place}, line 4: users[0].user.token must be a text, not a number`,
		],
		[
			"clusters:\n- cluster:\n    certificate-authority-data: '?'\n",
			`${place}, line 3: clusters[0].cluster.certificate-authority-data is not base64`,
		],
		[
			"contexts:\n- name: a\n- name: a\n",
			`${place}, line 3: contexts has two entries named "a"`,
		],
		[
			"contexts: {a: b}\n",
			`${place}, line 1: contexts must be a list, not a mapping`,
		],
	])("%j", async (text, message) => {
		expect(await messageOf(text)).toContain(message);
	});

	test("without the value, which may be a secret", async () => {
		const message = await messageOf("users: [{user: {token: [hunter2]}}]");
		expect(message).not.toContain("hunter2");
	});

	test("aliases that multiply are refused", async () => {
		const nested = "abcdefg"
			.split("")
			.map((name, index) => {
				const inner = index === 0 ? "x" : `*${"abcdefg"[index - 1]}`;
				return `${name}: &${name} [${Array(9).fill(inner).join(",")}]`;
			})
			.join("\n");
		expect(await messageOf(nested)).toContain("alias");
	});
});

test("arbitrary text throws nothing but a PluginError", async () => {
	const yamlish = fc.oneof(
		fc.string({ unit: "binary" }),
		fc
			.array(
				fc.constantFrom(
					..."clusters:|users:|contexts:|- name: a|  cluster: {|}|[|]|&a|*a|<<: *a|? |!!int|!x|token: 1|\t|\n|  |---\n|%YAML 1.2\n|'|\"|: |- |null|~|#".split(
						"|",
					),
				),
				{ maxLength: 30 },
			)
			.map((parts) => parts.join("")),
		fc.json(),
	);
	await fc.assert(
		fc.asyncProperty(yamlish, async (text) => {
			const error: unknown = await decode(text).catch((caught) => caught);
			if (error instanceof Error) expect(error).toBeInstanceOf(PluginError);
		}),
		{ numRuns: 200 },
	);
}, 20_000);
