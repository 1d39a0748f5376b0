import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { holdingLock } from "../../../../src/kubernetes/access/kubeconfig-lock.ts";
import { tokenSaver } from "../../../../src/kubernetes/access/oidc-save.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
let origin: string;
beforeEach(() => {
	origin = folder.write("config", {
		users: [{ name: "u", user: { "auth-provider": { name: "oidc" } } }],
	});
});

const TOKENS = { idToken: "new-id", refreshToken: "new-refresh" };

const save = async () => {
	const saveTokens = await tokenSaver({ name: "u", origin });
	await saveTokens(TOKENS);
};

const saved = () => readFileSync(origin, "utf8");

test("tokens go into the kubeconfig, and nothing is left beside it", async () => {
	await save();
	expect(saved()).toMatch(/new-id.*new-refresh/s);
	expect(readdirSync(folder.path())).toEqual(["config"]);
});

test("they are there before anything else is done: a signal may be next", async () => {
	const saveTokens = await tokenSaver({ name: "u", origin });
	const saving = saveTokens(TOKENS);
	expect(saved()).toMatch(/new-id.*new-refresh/s);
	expect(readdirSync(folder.path())).toEqual(["config"]);
	await saving;
});

test("the lock is there for as long as the work takes, and no longer", async () => {
	const failing = holdingLock(origin, () => {
		expect(existsSync(`${origin}.lock`)).toBe(true);
		throw new Error("no space left");
	});
	await expect(failing).rejects.toThrow("no space left");
	expect(existsSync(`${origin}.lock`)).toBe(false);
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
