import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	authorization,
	contents,
	file,
	HOST,
	kubeconfig,
	same,
	useBench,
	withHome,
} from "./bench.ts";

const bench = useBench();

describe("several files", () => {
	test("the first file to name an entry wins, and fields are not mixed", async () => {
		const first = kubeconfig(bench, { token: "first" }, {}, "first");
		const second = kubeconfig(
			bench,
			{ username: "second", password: "p" },
			{ server: "https://127.0.0.1:1", "tls-server-name": HOST },
			"second",
		);
		const KUBECONFIG = [first, second].join(delimiter);
		const arrival = await same(bench, { env: withHome(bench, { KUBECONFIG }) });
		expect(authorization(arrival)).toBe("Bearer first");
		expect(arrival.sni).toBeUndefined();
	});

	test("the first file with a current context sets it; entries come from all files", async () => {
		const none = file(bench, "none", "current-context: ''\n");
		const only = file(bench, "only", "current-context: x\n");
		const rest = file(
			bench,
			"rest",
			readFileSync(kubeconfig(bench, { token: "t" }), "utf8").replace(
				'"current-context":"x"',
				'"current-context":"other"',
			),
		);
		const KUBECONFIG = [none, only, rest].join(delimiter);
		await same(bench, { env: withHome(bench, { KUBECONFIG }) });
	});

	test("missing files and empty names in the list are skipped", async () => {
		const missing = join(bench.folder, "missing");
		const KUBECONFIG = ["", missing, kubeconfig(bench, { token: "t" })].join(
			delimiter,
		);
		await same(bench, { env: withHome(bench, { KUBECONFIG }) });
	});

	test("--kubeconfig takes precedence over KUBECONFIG", async () => {
		const flags = { kubeconfig: kubeconfig(bench, { token: "flag" }) };
		const KUBECONFIG = kubeconfig(bench, { token: "environment" }, {}, "other");
		const arrival = await same(bench, {
			flags,
			env: withHome(bench, { KUBECONFIG }),
		});
		expect(authorization(arrival)).toBe("Bearer flag");
	});

	test("relative paths are relative to their own file", async () => {
		file(bench, "ca.pem", bench.authority.certificate);
		file(bench, "jane.pem", bench.jane.certificate);
		file(bench, "bench.jane.key", bench.jane.key);
		file(bench, "token", "from a file\n");
		const arrival = await same(bench, {
			flags: {
				kubeconfig: kubeconfig(
					bench,
					{
						tokenFile: "token",
						"client-certificate": "jane.pem",
						"client-key": "./bench.jane.key",
					},
					{
						"certificate-authority": "ca.pem",
						"certificate-authority-data": undefined,
					},
				),
			},
		});
		expect(arrival.clientCertificate).toBe("jane");
		expect(authorization(arrival)).toBe("Bearer from a file");
	});

	test("YAML 1.1: y is true, anchors are merged, the last of two keys wins", async () => {
		const text = `
defaults: &defaults
  server: https://127.0.0.1:1
  insecure-skip-tls-verify: y
clusters:
- name: c
  cluster:
    <<: *defaults
    server: ${bench.server.url}
users:
- {name: u, user: {token: a, token: b}}
contexts:
- {name: x, context: {cluster: c, user: u}}
current-context: x
---
current-context: nowhere
`;
		const arrival = await same(bench, {
			flags: { kubeconfig: file(bench, "config", text) },
		});
		expect(authorization(arrival)).toBe("Bearer b");
	});

	test("UTF-16 with a byte order mark, as PowerShell writes it", async () => {
		const path = kubeconfig(bench, { token: "t" });
		const text = contents(bench, "config");
		writeFileSync(path, Buffer.from(`\ufeff${text}`, "utf16le"));
		await same(bench, { flags: { kubeconfig: path } });
	});

	test("~/.kube/config is read, but not when KUBECONFIG is set", async () => {
		mkdirSync(join(bench.folder, ".kube"));
		kubeconfig(bench, { token: "home" }, {}, ".kube/config");
		const arrival = await same(bench, {});
		expect(authorization(arrival)).toBe("Bearer home");
		const KUBECONFIG = kubeconfig(bench, { token: "other" });
		const other = await same(bench, { env: withHome(bench, { KUBECONFIG }) });
		expect(authorization(other)).toBe("Bearer other");
	});
});
