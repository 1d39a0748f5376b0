import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { beforeEach, expect, test, vi } from "vitest";
import { saveTokens } from "../../../../src/kubernetes/access/oidc-save.ts";
import { errorOf, useFolder } from "./test-folder.ts";

vi.mock(import("node:fs/promises"), async (original) => {
	const { rename, ...others } = await original();
	return { ...others, rename: vi.fn(rename) };
});

const folder = useFolder();
let origin: string;
beforeEach(() => {
	origin = folder.write("config", {
		users: [{ name: "u", user: { "auth-provider": { name: "oidc" } } }],
	});
});

const save = () =>
	saveTokens(
		{ name: "u", origin },
		{ idToken: "new-id", refreshToken: "new-refresh" },
	);

const saved = () => readFileSync(origin, "utf8");

test("tokens go into the kubeconfig, and nothing is left beside it", async () => {
	await save();
	expect(saved()).toMatch(/new-id.*new-refresh/s);
	expect(readdirSync(folder.path())).toEqual(["config"]);
});

test("a file that cannot be replaced stays as it is, and the draft with the tokens goes", async () => {
	const before = saved();
	vi.mocked(rename).mockRejectedValueOnce(new Error("EBUSY"));
	await errorOf(save(), "credentials");
	expect(saved()).toBe(before);
	expect(readdirSync(folder.path())).toEqual(["config"]);
});

test("it is written while holding the lock that kubectl takes", async () => {
	vi.mocked(rename).mockImplementationOnce(async () => {
		expect(existsSync(`${origin}.lock`)).toBe(true);
	});
	await save();
	expect(vi.mocked(rename)).toHaveBeenCalled();
});

test("while someone else holds it, it waits", async () => {
	folder.write("config.lock", "");
	const saving = save();
	rmSync(`${origin}.lock`);
	await saving;
	expect(saved()).toContain("new-id");
});

test("a lock that stays is told, and left alone", async () => {
	folder.write("config.lock", "");
	const before = saved();
	const error = await errorOf(save(), "kubeconfig");
	expect(error.hint[0]).toContain(`${origin}.lock`);
	expect(saved()).toBe(before);
	expect(readdirSync(folder.path())).toEqual(["config", "config.lock"]);
});
