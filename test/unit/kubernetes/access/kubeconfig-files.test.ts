import { chmodSync, mkdirSync } from "node:fs";
import { delimiter, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import {
	homeFolder,
	kubeconfigPlaces,
	loadKubeconfig,
} from "../../../../src/kubernetes/access/kubeconfig-files.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();

describe("where a kubeconfig is looked for", () => {
	test.each<[string | undefined, NodeJS.ProcessEnv, object]>([
		[
			"a",
			{ KUBECONFIG: "b", HOME: "/h" },
			{ kind: "flag", files: [resolve("a")] },
		],
		["", { KUBECONFIG: "b" }, { kind: "environment", files: [resolve("b")] }],
		[
			undefined,
			{ KUBECONFIG: ["/a", "", "b", "/a"].join(delimiter) },
			{ kind: "environment", files: [resolve("/a"), resolve("b")] },
		],
		[
			undefined,
			{ KUBECONFIG: "", HOME: "/h" },
			{ kind: "home", files: [resolve("/h/.kube/config")] },
		],
	])("%j %j", async (flag, env, places) => {
		expect(await kubeconfigPlaces(flag, env)).toEqual(places);
	});
});

describe("home on Windows", () => {
	/** Sets the variables to folders below the test's own. Only the folders in `exist` are made. */
	async function homeOf(exist: readonly string[]): Promise<string> {
		for (const name of exist) mkdirSync(folder.path(name), { recursive: true });
		const env = {
			HOME: folder.path("home"),
			HOMEDRIVE: folder.path(),
			HOMEPATH: "/drive",
			USERPROFILE: folder.path("profile"),
		};
		const home = await homeFolder(env, "win32");
		return home.slice(folder.path().length + 1);
	}

	test.each<[readonly string[], string]>([
		[["home", "drive/.kube/config", "profile/.kube/config"], "drive"],
		[["home", "profile/.kube/config"], "profile"],
		[["drive", "profile"], "profile"],
		[["drive"], "drive"],
		[[], "home"],
	])("with %j it is %s", async (exist, home) => {
		expect(await homeOf(exist)).toBe(home);
	});

	test("elsewhere it is HOME alone", async () => {
		expect(await homeFolder({ USERPROFILE: "/p" }, "linux")).toBe("");
	});
});

test("the relative paths of an entry begin at its file, which a user knows", async () => {
	const first = folder.write("a/config", {
		clusters: [
			{ name: "c", cluster: { "certificate-authority": "../ca.pem" } },
		],
	});
	const second = folder.write("b/config", {
		users: [
			{
				name: "u",
				user: { tokenFile: "token", exec: { command: `.${sep}plugin` } },
			},
			{ name: "v", user: { tokenFile: "/token", exec: { command: "plugin" } } },
		],
	});
	const files = [first, folder.path("missing"), second];
	const loaded = await loadKubeconfig({ kind: "environment", files });
	expect(loaded.found).toEqual([first, second]);
	const { clusters, users } = loaded.kubeconfig;
	expect(clusters.get("c")).toMatchObject({
		certificateAuthority: folder.path("ca.pem"),
	});
	expect(users.get("u")).toMatchObject({
		origin: second,
		tokenFile: folder.path("b/token"),
		exec: { command: folder.path("b/plugin") },
	});
	expect(users.get("v")).toMatchObject({
		tokenFile: "/token",
		exec: { command: "plugin" },
	});
});

test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
	"a file that may not be read",
	async () => {
		const file = folder.write("config", "");
		chmodSync(file, 0);
		const places = { kind: "home", files: [file] } as const;
		const error = await errorOf(loadKubeconfig(places), "kubeconfig");
		expect(error.message).toContain("may not be read by this user");
	},
);
