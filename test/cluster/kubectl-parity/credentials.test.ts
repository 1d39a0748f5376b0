import { describe, expect, test } from "vitest";
import {
	authorization,
	base64,
	bothFail,
	file,
	kubeconfig,
	same,
	useBench,
} from "./bench.ts";

const bench = useBench();

describe("credentials", () => {
	test("impersonation with uid, groups and escaped extra keys", async () => {
		const user = {
			token: "t",
			as: "jörg",
			"as-uid": "42",
			"as-groups": ["system:masters", "two words"],
			"as-user-extra": {
				"example.com/Scopes%": ["view", "edit"],
				reason: ["testing"],
			},
		};
		const arrival = await same(bench, {
			flags: { kubeconfig: kubeconfig(bench, user) },
		});
		expect(
			arrival.headers["impersonate-extra-example.com%2fscopes%25"],
		).toEqual(["view", "edit"]);
	});

	test("basic authentication", async () => {
		const user = { username: "jane", password: "pass:wörd" };
		await same(bench, { flags: { kubeconfig: kubeconfig(bench, user) } });
	});

	test("a client certificate in flags replaces the file's own, certificate and key separately", async () => {
		const path = kubeconfig(bench, {
			"client-certificate-data": base64(bench.jane.certificate),
			"client-key-data": base64(bench.jane.key),
		});
		const { authority } = bench;
		const eve = await authority.issue({ commonName: "eve", usage: "client" });
		const clientCertificate = file(bench, "c.pem", eve.certificate);
		const clientKey = file(bench, "k.pem", eve.key);
		const { clientCertificate: arrived } = await same(bench, {
			flags: { kubeconfig: path, clientCertificate, clientKey },
		});
		expect(arrived).toBe("eve");
		await bothFail(bench, { flags: { kubeconfig: path, clientCertificate } });
		await bothFail(bench, { flags: { kubeconfig: path, clientKey } });
	});

	test("a client certificate with a token", async () => {
		const user = {
			token: "t",
			"client-certificate-data": base64(bench.jane.certificate),
			"client-key-data": base64(bench.jane.key),
		};
		const arrival = await same(bench, {
			flags: { kubeconfig: kubeconfig(bench, user) },
		});
		expect(arrival.clientCertificate).toBe("jane");
	});

	test("tokenFile takes precedence over token, unless it cannot be read", async () => {
		const tokenFile = file(bench, "token", "  from the file \n");
		const path = kubeconfig(bench, { token: "inline", tokenFile });
		expect(
			authorization(await same(bench, { flags: { kubeconfig: path } })),
		).toBe("Bearer from the file");
		const missing = kubeconfig(bench, {
			token: "inline",
			tokenFile: "/missing",
		});
		expect(
			authorization(await same(bench, { flags: { kubeconfig: missing } })),
		).toBe("Bearer inline");
	});
});
