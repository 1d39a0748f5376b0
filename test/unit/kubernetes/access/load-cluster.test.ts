import { mkdirSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect, test } from "vitest";
import {
	type ClusterFlags,
	loadCluster,
} from "../../../../src/kubernetes/cluster.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
const CA = (await createAuthority()).certificate;

const TWO_CONTEXTS = {
	clusters: [
		{ name: "c", cluster: { server: "https://c.example.test/base/" } },
		{ name: "nowhere", cluster: {} },
	],
	users: [{ name: "jane", user: { token: "secret" } }],
	contexts: [
		{
			name: "production",
			context: { cluster: "c", user: "jane", namespace: "shop" },
		},
		{ name: "staging", context: { cluster: "c", user: "jane" } },
		{ name: "gone-cluster", context: { cluster: "gone", user: "jane" } },
		{ name: "gone-user", context: { cluster: "c", user: "joan" } },
		{ name: "no-cluster", context: { user: "jane" } },
		{ name: "no-server", context: { cluster: "nowhere", user: "jane" } },
	],
};

/** Loads from a kubeconfig, without this process's environment. */
function load(flags: ClusterFlags = {}, config: object = TWO_CONTEXTS) {
	const kubeconfig = folder.write("config", config);
	return loadCluster(
		{ ...flags, kubeconfig },
		{},
		{ serviceAccountFolder: folder.path("no-pod") },
	);
}

test("context, server, namespace and user come from the kubeconfig", async () => {
	expect(await load({ context: "production" })).toMatchObject({
		server: "https://c.example.test/base",
		serverOrigin: 'context "production"',
		namespace: "shop",
		userName: "jane",
		requestTimeoutMs: 0,
		compression: "gzip",
	});
});

test.each<[ClusterFlags, string]>([
	[{ context: "production" }, 'context "production"'],
	[{ context: "production", cluster: "c" }, 'cluster "c"'],
	[{ context: "production", server: "https://x.example.test" }, "--server"],
])(
	"of %j it is told where the server's address stands: %s",
	async (flags, origin) => {
		expect((await load(flags)).serverOrigin).toBe(origin);
	},
);

test.each<[ClusterFlags, string]>([
	[{ context: "production" }, 'the token of user "jane"'],
	[{ context: "production", token: "flag" }, "the token of --token"],
])("of %j it is told where the token is from: %s", async (flags, origin) => {
	const { presented } = await (await load(flags)).credentials();
	expect(presented).toMatchObject([{ origin }]);
});

test.each<[ClusterFlags, string]>([
	[{ context: "staging" }, "default"],
	[{ context: "staging", namespace: "flag" }, "flag"],
	[{ context: "production", namespace: "flag" }, "flag"],
	[{ context: "production" }, "shop"],
])("the namespace for %j is %s", async (flags, namespace) => {
	expect((await load(flags)).namespace).toBe(namespace);
});

describe("what is missing is named", () => {
	test("no kubeconfig: where was searched", async () => {
		const env = { HOME: folder.path() };
		const error = await errorOf(
			loadCluster({}, env, { serviceAccountFolder: "" }),
			"kubeconfig",
		);
		expect(error.message).toBe("no kubeconfig found");
		expect(error.hint[0]).toBe(`searched ${folder.path(".kube/config")}`);
	});

	test("no kubeconfig: what KUBECONFIG names", async () => {
		const files = [folder.path("a"), folder.path("b")];
		const env = { KUBECONFIG: files.join(delimiter) };
		const error = await errorOf(
			loadCluster({}, env, { serviceAccountFolder: "" }),
			"kubeconfig",
		);
		expect(error.hint[0]).toBe(`KUBECONFIG names ${files.join(", ")}`);
	});

	test.each<[string, ClusterFlags, string, string]>([
		[
			"context",
			{ context: "prodution" },
			'context "prodution" does not exist',
			'did you mean "production"?',
		],
		["context", {}, "no current context in", "choose one with --context"],
		[
			"kubeconfig",
			{ context: "gone-cluster" },
			'cluster "gone", named by context "gone-cluster", does not exist',
			"clusters: c and nowhere",
		],
		[
			"kubeconfig",
			{ context: "gone-user" },
			'user "joan", named by context "gone-user", does not exist',
			"users: jane",
		],
		[
			"kubeconfig",
			{ context: "staging", user: "jan" },
			'user "jan" does not exist',
			'did you mean "jane"?',
		],
		[
			"kubeconfig",
			{ context: "staging", cluster: "x" },
			'cluster "x" does not exist',
			"clusters: c and nowhere",
		],
		[
			"kubeconfig",
			{ context: "no-cluster" },
			'context "no-cluster" in',
			"kubectl config set-context no-cluster --cluster=NAME",
		],
		[
			"kubeconfig",
			{ context: "no-server" },
			'cluster "nowhere" in',
			"kubectl config set-cluster nowhere --server=https://HOST:PORT",
		],
	])("%s %j: %s", async (code, flags, message, hint) => {
		const error = await errorOf(
			load(flags),
			code === "context" ? "context" : "kubeconfig",
		);
		expect(error.message).toContain(message);
		expect(error.hint).toContainEqual(expect.stringContaining(hint));
	});

	test("a current context that is gone", async () => {
		const config = { ...TWO_CONTEXTS, "current-context": "old" };
		const error = await errorOf(load({}, config), "context");
		expect(error.message).toContain('the current context "old" is not among');
		expect(error.hint).toContainEqual(
			expect.stringMatching(/^contexts: production, /),
		);
	});

	test("a kubeconfig without contexts", async () => {
		const error = await errorOf(load({}, {}), "context");
		expect(error.hint).toEqual([
			"it has no contexts",
			"point to one with --kubeconfig or KUBECONFIG, or try kubectl grpc sandbox",
		]);
	});

	test("a user that is gone does no harm when a flag says who asks", async () => {
		const flags = { context: "gone-user", token: "t" };
		expect((await load(flags)).userName).toBe("joan");
	});
});

test("a kubeconfig that is a directory", async () => {
	mkdirSync(folder.path("config"));
	const flags = { kubeconfig: folder.path("config") };
	const error = await errorOf(loadCluster(flags, {}), "kubeconfig");
	expect(error.message).toBe(
		`kubeconfig ${folder.path("config")} is a directory`,
	);
});

test("a missing --kubeconfig", async () => {
	const flags = { kubeconfig: folder.path("config") };
	const error = await errorOf(loadCluster(flags, {}), "kubeconfig");
	expect(error.message).toContain("does not exist");
});

describe("in a pod", () => {
	const env = {
		KUBERNETES_SERVICE_HOST: "10.0.0.1",
		KUBERNETES_SERVICE_PORT: "443",
	};

	/** Mounts a service account, as the kubelet does. */
	function mount(): string {
		folder.write("account/token", "mounted\n");
		folder.write("account/namespace", "pods-own\n");
		folder.write("account/ca.crt", CA);
		return folder.path("account");
	}

	test("without a kubeconfig the service account is used", async () => {
		const cluster = await loadCluster({}, env, {
			serviceAccountFolder: mount(),
		});
		expect(cluster).toMatchObject({
			server: "https://10.0.0.1:443",
			namespace: "pods-own",
			serverOrigin: "KUBERNETES_SERVICE_HOST",
		});
		const { headers } = await cluster.credentials();
		expect(headers).toEqual({ Authorization: "Bearer mounted" });
	});

	test.each<[NodeJS.ProcessEnv, ClusterFlags, string]>([
		[{ KUBERNETES_SERVICE_HOST: "fd00::1" }, {}, "https://[fd00::1]:443"],
		[{}, { insecureSkipTlsVerify: true }, "https://10.0.0.1:443"],
		[{}, { server: "https://flag.example.test" }, "https://flag.example.test"],
		[{ KUBERNETES_MASTER: "http://master" }, {}, "https://10.0.0.1:443"],
	])("%j %j reaches %s", async (more, flags, server) => {
		const cluster = await loadCluster(
			flags,
			{ ...env, ...more },
			{ serviceAccountFolder: mount() },
		);
		expect(cluster.server).toBe(server);
	});

	test("--token and impersonation keep their meaning", async () => {
		const flags = { token: "flag", as: "eve" };
		const cluster = await loadCluster(flags, env, {
			serviceAccountFolder: mount(),
		});
		const { headers } = await cluster.credentials();
		expect(headers).toEqual({
			Authorization: "Bearer flag",
			"Impersonate-User": "eve",
		});
	});

	test("a kubeconfig goes first, and the pod's namespace fills in", async () => {
		const kubeconfig = folder.write("config", TWO_CONTEXTS);
		const account = mount();
		const at = (context: string) =>
			loadCluster({ kubeconfig, context }, env, {
				serviceAccountFolder: account,
			});
		expect(await at("staging")).toMatchObject({
			server: "https://c.example.test/base",
			namespace: "pods-own",
		});
		expect((await at("production")).namespace).toBe("shop");
	});

	test("POD_NAMESPACE goes before the service account's", async () => {
		const more = { ...env, POD_NAMESPACE: "downward" };
		expect(
			(await loadCluster({}, more, { serviceAccountFolder: mount() }))
				.namespace,
		).toBe("downward");
	});
});

test("--as-user-extra groups by key, and must be KEY=VALUE", async () => {
	const flags = { context: "staging", as: "eve" };
	const asUserExtra = ["scopes=a=b", "scopes=c", "x="];
	const cluster = await load({ ...flags, asUserExtra });
	expect((await cluster.credentials()).headers).toMatchObject({
		"Impersonate-Extra-scopes": ["a=b", "c"],
		"Impersonate-Extra-x": [""],
	});
	await errorOf(load({ ...flags, asUserExtra: ["scopes"] }), "usage");
});

test.each(["ftp://api", "https://", "https://a b"])(
	"the server %j is no URL",
	async (server) => {
		const error = await errorOf(
			load({ context: "staging", server }),
			"kubeconfig",
		);
		expect(error.message).toContain("is not a URL");
	},
);

test("a server that is no URL is told without the password in it", async () => {
	const server = "https://me:s3cret@api:x:9/a@b";
	const error = await errorOf(
		load({ context: "staging", server }),
		"kubeconfig",
	);
	expect(error.message).toContain("https://");
	expect(
		JSON.stringify([error.message, error.hint, error.facts]),
	).not.toContain("s3cret");
});
