import { execFile } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { shimFor } from "../../../../src/commands/completion/shim.ts";
import { shimFolder } from "../../../../src/commands/completion/shim-folder.ts";
import { writeShim } from "../../../../src/commands/completion/write-shim.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

let root: string;

beforeEach(() => {
	root = temporaryFolder(onTestFinished);
});

/** Makes a folder below the test's own and returns its path. */
function folder(name: string): string {
	const path = join(root, name);
	mkdirSync(path, { recursive: true });
	return path;
}

/** Writes a program that prints its arguments, one a line. */
function program(path: string): void {
	writeFileSync(path, "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n");
	chmodSync(path, 0o755);
}

const path = (...folders: readonly string[]) => folders.join(delimiter);

describe("where the shim goes", () => {
	test("to the plugin, before krew and home", async () => {
		const [own, krew, home] = [folder("own"), folder("k/bin"), folder("h")];
		const isWindows = process.platform === "win32";
		program(join(own, isWindows ? "kubectl-grpc.exe" : "kubectl-grpc"));
		const env = {
			PATH: path(home, krew, own),
			KREW_ROOT: join(root, "k"),
			HOME: home,
		};
		expect(await shimFolder(undefined, env)).toEqual({
			folder: own,
			warning: undefined,
		});
	});

	test("to krew's folder, in its root or below home", async () => {
		const krew = folder("h/.krew/bin");
		const env = { PATH: path(folder("h/bin"), krew), HOME: join(root, "h") };
		expect((await shimFolder(undefined, env)).folder).toBe(krew);
	});

	test("to the first folder of PATH below home that is there", async () => {
		const bin = folder("h/bin");
		const env = {
			PATH: path(folder("usr"), join(root, "h/missing"), bin),
			HOME: join(root, "h"),
		};
		const found = await shimFolder(undefined, env);
		expect(found.folder).toBe(bin);
		expect(found.warning).toMatch(/kubectl-grpc is not on PATH/);
	});

	test("to no folder of others, and not to home itself's neighbour", async () => {
		const env = { PATH: path(folder("home2")), HOME: folder("home") };
		await expect(shimFolder(undefined, env)).rejects.toMatchObject({
			code: "bad-input",
			hint: [expect.stringContaining("--dir=")],
		});
	});

	test("without HOME the error says so, and blames no folder of a plugin that is on no PATH", async () => {
		const env = { PATH: path(folder("bin")) };
		await expect(shimFolder(undefined, env)).rejects.toThrow(
			"HOME is not set, and no folder of PATH may be written to that holds the plugin",
		);
	});

	test("where --dir says, with a warning when PATH does not lead there", async () => {
		const own = folder("own");
		program(join(own, "kubectl-grpc"));
		const found = await shimFolder(folder("other"), { PATH: own });
		expect(found.warning).toMatch(/other is not on PATH/);
	});
});

describe("the shim", () => {
	const shim = shimFor("linux");

	test.skipIf(process.platform === "win32")(
		"calls the plugin with the words as they are",
		async () => {
			const bin = folder("bin");
			program(join(bin, "kubectl-grpc"));
			const { path: file, change } = await writeShim(bin, shim);
			expect(change).toBe("written");
			const env = { PATH: path(bin, "/bin", "/usr/bin") };
			const words = ["health", "a b", "$HOME", ""];
			const { stdout } = await promisify(execFile)(file, words, { env });
			expect(stdout).toBe("<__complete>\n<health>\n<a b>\n<$HOME>\n<>\n");
		},
	);

	test("on Windows is a .cmd with its line ends", () => {
		const { name, text } = shimFor("win32");
		expect(name).toBe("kubectl_complete-grpc.cmd");
		expect(text.split("\r\n")).toEqual([
			expect.stringMatching(/^@rem /),
			"@set NoDefaultCurrentDirectoryInExePath=1",
			"@kubectl-grpc __complete %* <NUL 2>NUL",
			"",
		]);
	});

	test("is executable, replaces an older one, and is left alone when it is there", async () => {
		const file = join(root, shim.name);
		writeFileSync(file, shim.text.replace("exec ", "command "));
		expect((await writeShim(root, shim)).change).toBe("written");
		expect(readFileSync(file, "utf8")).toBe(shim.text);
		if (process.platform !== "win32")
			expect(statSync(file).mode & 0o111).toBe(0o111);
		expect((await writeShim(root, shim)).change).toBe("unchanged");
		expect(readdirSync(root)).toEqual([shim.name]);
	});

	test("never replaces somebody else's file", async () => {
		writeFileSync(join(root, shim.name), "#!/bin/sh\nexec something\n");
		await expect(writeShim(root, shim)).rejects.toThrow(/is not ours/);
	});

	test("a folder that is none leaves nothing behind", async () => {
		writeFileSync(join(root, "file"), "");
		await expect(writeShim(join(root, "file"), shim)).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringMatching(/leads through a file|no such folder/),
		});
		await expect(writeShim(join(root, "no"), shim)).rejects.toThrow(
			/no such folder/,
		);
		expect(readdirSync(root)).toEqual(["file"]);
	});

	test("a target that cannot be replaced leaves no draft behind", async () => {
		mkdirSync(join(root, shim.name));
		await expect(writeShim(root, shim)).rejects.toMatchObject({
			code: "bad-input",
		});
		expect(readdirSync(root)).toEqual([shim.name]);
	});

	test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
		"a read-only folder is named",
		async () => {
			const closed = folder("closed");
			chmodSync(closed, 0o555);
			await expect(writeShim(closed, shim)).rejects.toThrow(
				/may not be written/,
			);
		},
	);
});
