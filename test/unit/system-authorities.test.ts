import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthority } from "../certificates/authority.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const system = join(folder, "system.pem");
const extra = join(folder, "extra.pem");
const empty = join(folder, "empty");
const MODULE = join(import.meta.dirname, "../../src/system-authorities.ts");

beforeAll(async () => {
	mkdirSync(empty);
	writeFileSync(system, (await createAuthority("system")).certificate);
	writeFileSync(extra, (await createAuthority("extra")).certificate);
});

/** Returns the authorities of a process with this environment. A process reads them only once. */
function authorities(env: Record<string, string>): unknown {
	const script = `
		const { systemAuthorities } = await import(${JSON.stringify(MODULE)});
		const { X509Certificate } = await import("node:crypto");
		console.log(JSON.stringify(systemAuthorities()?.map((pem) => new X509Certificate(pem).subject) ?? null));`;
	const out = execFileSync(
		process.execPath,
		["--input-type=module", "--eval", script],
		{ env, encoding: "utf8" },
	);
	return JSON.parse(out);
}

const onLinux = test.runIf(process.platform === "linux");

onLinux(
	"are those of SSL_CERT_FILE and NODE_EXTRA_CA_CERTS, and no other",
	() => {
		expect(
			authorities({
				SSL_CERT_FILE: system,
				SSL_CERT_DIR: empty,
				NODE_EXTRA_CA_CERTS: extra,
			}),
		).toEqual(["CN=system", "CN=extra"]);
	},
);

onLinux("are Node's own where the system has none", () => {
	expect(
		authorities({
			SSL_CERT_FILE: "/nonexistent",
			SSL_CERT_DIR: empty,
		}),
	).toBeNull();
});
