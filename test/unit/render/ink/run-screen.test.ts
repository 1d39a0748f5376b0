import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { bundleProgram, startInTerminal } from "./terminal.ts";

// Longer than a wait for the screen, so that the wait's own error, which shows the screen, comes first.
vi.setConfig({ testTimeout: 30_000 });

const SIZE = { columns: 80, rows: 24 };
const folder = temporaryFolder(afterAll);
let endings = "";
let pods = "";

beforeAll(async () => {
	[endings, pods] = await Promise.all([
		bundleProgram(folder, "endings"),
		bundleProgram(folder, "pods"),
	]);
}, 60_000);

/** Returns a shell line that runs a program and then prints the state of the terminal. */
const thenState = (program: string) =>
	`"${process.execPath}" ${program}; echo "status $?"; stty -a | grep -ow -e '-icanon' -e 'icanon' -e '-echo' -e 'echo'`;

const describeTerminal = describe.skipIf(process.platform === "win32");

describeTerminal("the terminal after a screen", () => {
	it.each([
		["q", "quit", "q", "ended: quit", 0],
		["Ctrl-C", "quit", "\x03", "ended: interrupted", 0],
		[
			"Ctrl-C in a paste that never ends",
			"quit",
			"\x1b[200~web\x03",
			"ended: interrupted",
			0,
		],
		["an aborted signal", "abort", "e", "ended: interrupted", 0],
		["an error in a key", "throw-in-key", "e", "ended: key failed", 0],
		[
			"an error outside of the screen",
			"throw-later",
			"e",
			"Error: failed later",
			1,
		],
		["an unhandled rejection", "reject", "e", "Error: rejected", 1],
		["process.exit", "exit", "e", "status 7", 7],
	])("is as before: %s", async (_name, way, key, seen, status) => {
		// The terminal has many rows, so that a stack trace of long paths does not scroll the first line away.
		await using program = startInTerminal(thenState(`"${endings}" ${way}`), {
			...SIZE,
			rows: 40,
		});
		await program.see("screen of");
		expect(program.buffer()).toBe("alternate");
		expect(program.cursor()).toBe("hidden");
		expect(program.lines().join("")).not.toContain("before");
		program.type(key);
		await program.see(`status ${status}`);
		await program.exited;
		expect(program.buffer()).toBe("normal");
		expect(program.cursor()).toBe("shown");
		const lines = program.lines();
		expect(lines[0]).toBe("before the screen");
		expect(lines.join("\n")).toContain(seen);
		expect(lines.join("\n")).not.toContain("screen of");
		expect(lines).toContain("icanon");
		expect(lines).toContain("echo");
	});

	it.each([
		["render", "ended: render failed"],
		["effect", "ended: effect failed"],
	])("is as before: an error in a component's %s", async (where, seen) => {
		await using program = startInTerminal(
			thenState(`"${endings}" throw-in-${where}`),
			SIZE,
		);
		await program.exited;
		expect(program.buffer()).toBe("normal");
		expect(program.cursor()).toBe("shown");
		expect(program.lines().filter((line) => line !== "")).toEqual([
			"before the screen",
			seen,
			"status 0",
			"icanon",
			"echo",
		]);
	});

	it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
		"is as before: %s",
		async (signal) => {
			await using program = startInTerminal(
				thenState(`"${endings}" quit`),
				SIZE,
			);
			await program.see("screen of");
			const pid = Number(/screen of (\d+)/.exec(program.lines().join())?.[1]);
			process.kill(pid, signal);
			await program.see("status 0");
			await program.exited;
			expect(program.buffer()).toBe("normal");
			expect(program.cursor()).toBe("shown");
			expect(program.lines()).toContain(`ended: ended by ${signal}`);
			expect(program.lines()).toContain("icanon");
		},
	);
});

describeTerminal("a screen that a shell has stopped", () => {
	it.each(["SIGSTOP", "SIGTSTP"] as const)(
		"is drawn again, whole and with keys: %s",
		async (signal) => {
			await using shell = startInTerminal(
				"PS1='shell$ ' exec bash --norc -i",
				SIZE,
			);
			await shell.see("shell$");
			shell.type(`"${process.execPath}" "${endings}" quit\r`);
			await shell.see("screen of");
			const pid = Number(/screen of (\d+)/.exec(shell.lines().join())?.[1]);
			process.kill(pid, signal);
			await shell.see("Stopped");
			shell.type("fg\r");
			await shell.show((lines) => {
				expect(shell.buffer()).toBe("alternate");
				expect(lines.filter((line) => line !== "")).toEqual([
					`screen of ${pid}`,
				]);
			});
			expect(shell.cursor()).toBe("hidden");
			shell.type("q");
			await shell.see("ended: quit");
			expect(shell.buffer()).toBe("normal");
		},
	);
});

describeTerminal("a live table in a terminal", () => {
	const run = (count: number, size = SIZE, env: NodeJS.ProcessEnv = {}) =>
		startInTerminal(`"${process.execPath}" "${pods}" ${count}`, {
			...size,
			env,
		});

	it("shows all it has room for at 80×24", async () => {
		await using program = run(3);
		await program.show((lines) =>
			expect(lines).toEqual([
				"deploy/user-service   2 of 3 pods serving                               watching",
				"  POD                             READY   STATUS        LATENCY   LAST MINUTE",
				"› user-service-7f98d6c569-xxxxx   1/1     SERVING         2.1ms   SSSSSSSSSSSSSS",
				"  user-service-7f98d6c569-xxxxz   1/1     NOT_SERVING     2.1ms   SSSSSSSNNNNNNN",
				"  user-service-7f98d6c569-xxxx2   1/1     SERVING         2.1ms   SSSSSSSSSSSSSS",
				...Array(18).fill(""),
				"↑↓ choose  s status  / filter  q quit",
			]),
		);
		expect(program.colouredCells()).toBeGreaterThan(60);
	});

	it("keeps names and statuses at 40×10, and scrolls", async () => {
		await using program = run(30, { columns: 40, rows: 10 });
		await program.show((lines) =>
			expect(lines).toEqual([
				"deploy/user-service   20 of 30 pods ser…",
				"  POD                        STATUS",
				"› user-service-7f98…-xxxxx   SERVING",
				"  user-service-7f98…-xxxxz   NOT_SERVING",
				"  user-service-7f98…-xxxx2   SERVING",
				"  user-service-7f98…-xxxxb   SERVING",
				"  user-service-7f98…-xxxx4   NOT_SERVING",
				"  user-service-7f98…-xxxx5   SERVING",
				"  1–6 of 30",
				"↑↓ choose  s status  / filter  q quit",
			]),
		);
		program.type("G");
		await program.show((lines) => {
			expect(lines[7]).toBe("› user-service-7f98…-xxx29   SERVING");
			expect(lines[8]).toBe("  25–30 of 30");
		});
		program.type("\x1b[5~\x1b[5~");
		await program.show((lines) => {
			expect(lines[2]).toBe("› user-service-7f98…-xxxz9   NOT_SERVING");
			expect(lines[8]).toBe("  20–25 of 30");
		});
	});

	it("sorts on demand and takes letters typed at once as keys", async () => {
		await using program = run(5);
		await program.see("q quit");
		const names = (lines: readonly string[]) =>
			lines
				.slice(2, 7)
				.map((line) => line.replace(/^(..).*569-(\w+).*/, "$1$2"));
		const sorted = ["› xxxxz", "  xxxx4", "  xxxxx", "  xxxx2", "  xxxxb"];
		program.type("jjsg");
		await program.show((lines) => expect(names(lines)).toEqual(sorted));
		program.type("u");
		await program.show((lines) => {
			expect(lines[0]).toContain("5 of 5 pods serving");
			expect(names(lines)).toEqual(sorted);
		});
	});

	it("filters while it is typed", async () => {
		await using program = run(30);
		await program.see("q quit");
		program.type("/29q");
		await program.show((lines) => {
			expect(lines[2]).toBe("  no pod matches");
			expect(lines.slice(-2)).toEqual(["/29q▏", "enter keep  esc drop"]);
		});
		program.type("\x7f\r");
		await program.show((lines) => {
			expect(lines[2]).toContain("› user-service-7f98d6c569-xxx29");
			expect(lines[3]).toBe("");
			expect(lines.slice(-2)).toEqual([
				"/29  esc drops it",
				"↑↓ choose  s status  / filter  q quit",
			]);
		});
		program.type("\x1b");
		await program.see("1–20 of 30");
		program.type("q");
		await program.see("ended: quit");
	});

	it("follows the size of the terminal", async () => {
		await using program = run(30);
		await program.see("1–20 of 30");
		program.resize(120, 40);
		await program.show((lines) => {
			expect(lines[1]).toContain("RPS");
			expect(lines[31]).toContain("xxx29");
			expect(lines[32]).toBe("");
			expect(lines[39]).toBe("↑↓ choose  s status  / filter  q quit");
		});
		program.resize(50, 12);
		await program.show((lines) => {
			expect(lines[1]).toBe("  POD                             STATUS");
			expect(lines[10]).toBe("  1–8 of 30");
			expect(lines[11]).toBe("↑↓ choose  s status  / filter  q quit");
		});
	});

	it("writes no colour under NO_COLOR, and says the same", async () => {
		await using program = run(3, SIZE, { NO_COLOR: "1" });
		await program.see("NOT_SERVING");
		await program.see("q quit");
		expect(program.colouredCells()).toBe(0);
	});
});
