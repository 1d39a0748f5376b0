import { describe, expect, test } from "vitest";
import {
	authorization,
	bothFail,
	HOST,
	kubeconfig,
	same,
	useBench,
} from "./bench.ts";

const bench = useBench();

describe("the server", () => {
	const token = { token: "t" };

	test("a path before the API's is kept, with or without a slash at its end", async () => {
		for (const path of ["/k8s/clusters/c-1", "/k8s/clusters/c-1/"]) {
			const config = kubeconfig(bench, token, {
				server: `${bench.server.url}${path}`,
			});
			const arrival = await same(bench, { flags: { kubeconfig: config } });
			expect(arrival.path).toMatch(/^\/k8s\/clusters\/c-1\/api\/v1/);
		}
	});

	test("without a scheme it is http, even with an authority", async () => {
		const path = kubeconfig(bench, token, {
			server: `127.0.0.1:${bench.plain.port}`,
		});
		const arrival = await same(
			bench,
			{ flags: { kubeconfig: path } },
			bench.plain,
		);
		expect(authorization(arrival)).toBeUndefined();
	});

	test("over http no credentials are sent, but impersonation is", async () => {
		const user = { token: "secret", as: "eve" };
		const cluster = {
			server: bench.plain.url,
			"certificate-authority-data": undefined,
		};
		const config = kubeconfig(bench, user, cluster);
		const arrival = await same(
			bench,
			{ flags: { kubeconfig: config } },
			bench.plain,
		);
		expect(authorization(arrival)).toBeUndefined();
		expect(arrival.headers["impersonate-user"]).toEqual(["eve"]);
	});

	test("tls-server-name is sent as SNI and verified", async () => {
		const path = kubeconfig(bench, token, { "tls-server-name": HOST });
		expect((await same(bench, { flags: { kubeconfig: path } })).sni).toBe(HOST);
		const wrong = kubeconfig(bench, token, {
			"tls-server-name": "no.example.test",
		});
		expect(await bothFail(bench, { flags: { kubeconfig: wrong } })).toContain(
			"another name",
		);
	});

	test("tls-server-name may be an address, which is verified and not sent as SNI", async () => {
		const path = kubeconfig(bench, token, { "tls-server-name": "127.0.0.1" });
		await same(bench, { flags: { kubeconfig: path } });
		const wrong = kubeconfig(bench, token, { "tls-server-name": "127.0.0.2" });
		await bothFail(bench, { flags: { kubeconfig: wrong } });
	});
});
